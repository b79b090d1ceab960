import MusterIO
import MusterModel

@testable import MusterHost

/// A host with anm's and antctl's ways of running nodes, and one user who runs her own.
enum SurveyedHost {
    static let passwd =
        "root:x:0:0:root:/root:/bin/bash\nant:x:999:999::/home/ant:/bin/sh\n"
        + "alice:x:1000:1000::/home/alice:/bin/bash\n"

    static func tree(metricsPort: UInt16 = 1) throws -> HostTree {
        let tree = try HostTree().file("/etc/passwd", passwd).directory("/run/systemd/system")
        try tree.file("/proc/self/mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n")
        try tree.process(1, exe: "/sbin/init", arguments: ["init"], parent: 0, uid: 0)
        try tree.process(
            70, exe: "/var/antctl/services/antnode0001/antnode",
            arguments: [
                "antnode", "--root-dir", "/var/antctl/services/antnode0001", "--port", "55001",
                "--metrics-server-port", "\(metricsPort)",
            ], uid: 999, cgroup: "/system.slice/antnode0001.service")
        try tree.directory("/var/antctl/services/antnode0001").directory("/var/antctl/services/antnode0002")
        for number in 1...2 {
            let root = "/var/antctl/services/antnode000\(number)"
            try tree.file(
                "/etc/systemd/system/antnode000\(number).service",
                "[Service]\nUser=ant\nExecStart=\(root)/antnode --root-dir \(root) --port 5500\(number) evm-arbitrum-one\n"
                    + "Restart=always")
        }
        try tree.file("/run/user/1000/systemd/private", "")
        return tree
    }

    private static func block(_ name: String, root: String, active: String, main: Int, port: Int) -> String {
        """
        Id=\(name).service
        LoadState=loaded
        ActiveState=\(active)
        SubState=\(active == "active" ? "running" : "dead")
        MainPID=\(main)
        FragmentPath=/etc/systemd/system/\(name).service
        User=ant
        ExecStart={ path=\(root)/antnode ; argv[]=\(root)/antnode --root-dir \(root) --port \(port) evm-arbitrum-one ; ignore_errors=no ; }

        """
    }

    private static let services = "/var/antctl/services"

    /// What systemctl answers there.
    static func systemd(_ command: Command) throws(CommandError) -> CommandOutput {
        guard command.program == "systemctl" else { throw .notFound(program: command.program) }
        if command.arguments.contains("--user") {
            return CommandOutput(block("antnode3", root: "/home/alice/n3", active: "inactive", main: 0, port: 55003))
        }
        return CommandOutput(
            block("antnode0001", root: "\(services)/antnode0001", active: "active", main: 70, port: 55001) + "\n"
                + block("antnode0002", root: "\(services)/antnode0002", active: "inactive", main: 0, port: 55002))
    }

    /// What a surveyor finds there, or on another tree.
    static func survey(
        _ tree: HostTree, _ runner: ScriptedRunner, kinds: [ServiceKind] = [.antnode], uid: UInt32 = 0,
        deadline: Duration = .seconds(60)
    ) async throws -> CollectedSurvey {
        try await onLoop { loop in
            let surveyor = Surveyor(root: tree.root, loop: loop, runner: runner, uid: uid)
            var collected = CollectedSurvey()
            await surveyor.survey(Surveyor.Plan(kinds: kinds, deadline: .after(deadline))) { collected.add($0) }
            return collected
        }
    }
}

/// Collects what a survey emits.
struct CollectedSurvey: Sendable {
    var sources: [String: SourceReport] = [:]
    var nodes: [NodeObservation] = []

    mutating func add(_ item: SurveyItem) {
        switch item {
        case .source(let report): sources[report.id] = report
        case .node(let node): nodes.append(node)
        }
    }

    func outcome(_ id: String) -> SourceReport.Outcome? { sources[id]?.outcome }
    func node(_ name: String) -> NodeObservation? { nodes.first { $0.name == name } }
}
