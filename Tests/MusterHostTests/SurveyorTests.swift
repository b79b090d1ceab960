import Glibc
import MusterIO
import MusterModel
import Testing

@testable import MusterHost

func chmodExecutable(_ path: String) -> Bool { chmod(path, 0o755) == 0 }

struct SurveyorTests {
    /// Collects what a survey emits.
    struct Collected: Sendable {
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

    private func survey(
        _ tree: HostTree, _ runner: ScriptedRunner, kinds: [ServiceKind] = [.antnode], uid: UInt32 = 0,
        deadline: Duration = .seconds(60)
    ) async throws -> Collected {
        try await onLoop { loop in
            let surveyor = Surveyor(root: tree.root, loop: loop, runner: runner, uid: uid)
            var collected = Collected()
            await surveyor.survey(Surveyor.Plan(kinds: kinds, deadline: .after(deadline))) { collected.add($0) }
            return collected
        }
    }

    private static let passwd =
        "root:x:0:0:root:/root:/bin/bash\nant:x:999:999::/home/ant:/bin/sh\n"
        + "alice:x:1000:1000::/home/alice:/bin/bash\n"

    /// A host with anm's and antctl's ways of running nodes, and one user who runs her own.
    private func host(metricsPort: UInt16 = 1) throws -> HostTree {
        let tree = try HostTree().file("/etc/passwd", Self.passwd).directory("/run/systemd/system")
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

    private static func systemd(_ command: Command) throws(CommandError) -> CommandOutput {
        guard command.program == "systemctl" else { throw .notFound(program: command.program) }
        if command.arguments.contains("--user") {
            return CommandOutput(block("antnode3", root: "/home/alice/n3", active: "inactive", main: 0, port: 55003))
        }
        return CommandOutput(
            block("antnode0001", root: "\(services)/antnode0001", active: "active", main: 70, port: 55001) + "\n"
                + block("antnode0002", root: "\(services)/antnode0002", active: "inactive", main: 0, port: 55002))
    }

    @Test func findsEveryNodeOnceAndSaysWhoShowedIt() async throws {
        let runner = ScriptedRunner(Self.systemd)
        let found = try await survey(host(), runner)
        #expect(found.nodes.map(\.name).sorted() == ["antnode0001", "antnode0002", "antnode3"])
        #expect(found.outcome("unit:system") == .complete)
        #expect(found.outcome("unit:user:1000") == .complete)
        #expect(found.sources["unit:user:1000"]?.uid == 1000)
        #expect(found.outcome("process") == .complete)
        #expect(found.outcome("leftover") == .complete)
        #expect(found.outcome("registry:/var/antctl/node_registry.json") == .notPresent)
        let node = try #require(found.node("antnode0001"))
        #expect(node.seenBy == ["unit:system", "process", "leftover"])
        #expect(node.fields["network"] == .text("evm-arbitrum-one"))
        #expect(node.fields["user"] == .text("ant"))
        #expect(node.processes.map(\.user) == ["ant"])
        #expect(node.directory?.presence == .present)
        #expect(node.probes.map(\.result) == [.refused, .refused])
        let other = try #require(found.node("antnode3"))
        #expect(other.unit?.managerUID == 1000)
        #expect(other.directory?.presence == .absent)
        #expect(other.probes.map(\.result) == [.notConfigured, .notConfigured])
    }

    @Test func oneChildPerManagerAsItsUserAsksForAllUnits() async throws {
        let runner = ScriptedRunner(Self.systemd)
        _ = try await survey(host(), runner)
        let asked = runner.commands.filter { $0.program == "systemctl" }
        #expect(asked.count == 2)
        let system = try #require(asked.first { !$0.arguments.contains("--user") })
        #expect(system.identity == nil)
        #expect(system.arguments.suffix(2) == ["antnode0001.service", "antnode0002.service"])
        let user = try #require(asked.first { $0.arguments.contains("--user") })
        #expect(user.identity == Command.Identity(uid: 1000, gid: 1000, groups: [1000]))
        #expect(user.environment["XDG_RUNTIME_DIR"] == "/run/user/1000")
        #expect(!user.arguments.contains("-M"))
    }

    @Test(arguments: [
        (CommandError.timedOut(program: "systemctl"), SourceReport.Outcome.timeout),
        (CommandError.notFound(program: "systemctl"), .error),
    ])
    func aManagerThatDoesNotAnswerLeavesItsFiles(error: CommandError, outcome: SourceReport.Outcome) async throws {
        let found = try await survey(host(), ScriptedRunner { _ throws(CommandError) in throw error })
        #expect(found.outcome("unit:system") == outcome)
        #expect(found.outcome("process") == .complete)
        let node = try #require(found.node("antnode0002"))
        #expect(node.unit?.activeState == nil)
        #expect(node.unit?.restartPolicy == "always")
        #expect(node.fields["node_port"] == .integer(55002))
        #expect(found.node("antnode0001")?.processes.count == 1)
    }

    @Test func anExitStatusIsBelieved() async throws {
        let runner = ScriptedRunner { _ in
            CommandOutput(status: .exited(1), "Id=x", error: "Failed to connect to bus: \u{1B}[31mno\n")
        }
        let report = try await survey(host(), runner).sources["unit:system"]
        #expect(report?.outcome == .error)
        #expect(report?.detail == "systemctl failed: Failed to connect to bus: \u{FFFD}[31mno")
    }

    @Test func withoutSystemdUnitsAreNotPresent() async throws {
        let tree = try HostTree().file("/etc/passwd", Self.passwd).directory("/proc/1")
        let found = try await survey(tree, ScriptedRunner())
        #expect(found.outcome("unit:system") == .notPresent)
        #expect(found.nodes.isEmpty)
    }

    @Test func unitFilesOfAUserWithoutAManagerAreRead() async throws {
        let tree = try host().file(
            "/home/ant/.config/systemd/user/antnode7.service",
            "[Service]\nExecStart=/home/ant/n7/antnode --root-dir \"/home/ant/n 7\" --port 1\n")
        try tree.file(
            "/home/ant/.config/systemd/user/antnode7.service.d/port.conf",
            "[Service]\nExecStart=\nExecStart=/home/ant/n7/antnode --root-dir \"/home/ant/n 7\" --port 2\n")
        let found = try await survey(tree, ScriptedRunner(Self.systemd))
        #expect(found.outcome("unit:user:999") == .complete)
        let node = try #require(found.node("antnode7"))
        #expect(node.key == "/home/ant/n 7")
        #expect(node.fields["node_port"] == .integer(2))
        #expect(node.unit?.activeState == nil)
    }

    @Test func withoutRootOthersManagersAreDenied() async throws {
        let found = try await survey(host(), ScriptedRunner(Self.systemd), uid: 999)
        #expect(found.outcome("unit:user:1000") == .denied)
        #expect(found.outcome("unit:system") == .complete)
        #expect(found.sources["unit:system"]?.uid == 999)
    }

    @Test func aUserWhomNoFileNamesIsLookedUpAndMayStayUnknown() async throws {
        let tree = try host().process(80, exe: "/x/antnode", arguments: ["antnode", "--root-dir", "/x"], uid: 4242)
        let runner = ScriptedRunner { command throws(CommandError) in
            command.program == "getent" ? CommandOutput(status: .exited(2)) : try Self.systemd(command)
        }
        let node = try #require(try await survey(tree, runner).nodes.first { $0.key == "/x" })
        #expect(node.processes.map(\.uid) == [4242])
        #expect(node.processes.map(\.user) == [nil])
        #expect(runner.commands.contains { $0.arguments == ["getent", "passwd", "4242"] })
    }

    @Test func aRunningNodeIsAskedOnThePortOfItsProcess() async throws {
        let found = try await onLoop { loop in
            let server = try HostileServer()
            let tree = try host(metricsPort: server.port)
            return await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await server.serve(on: loop) { fd in
                        let page = MetricsPage.http(MetricsPage.metadata)
                        try await loop.write(fd, Array(page.utf8), until: .never)
                    }
                }
                let surveyor = Surveyor(root: tree.root, loop: loop, runner: ScriptedRunner(Self.systemd), uid: 0)
                var collected = Collected()
                await surveyor.survey(Surveyor.Plan(kinds: [.antnode], deadline: .after(.seconds(60)))) {
                    collected.add($0)
                }
                group.cancelAll()
                return collected
            }
        }
        let node = try #require(found.node("antnode0001"))
        #expect(node.probes.map(\.result) == [.answered, .answered])
        #expect(node.fields["version"] == .text("0.4.17"))
    }

    @Test(.timeLimit(.minutes(1))) func aHungSourceEndsInATimeoutAndDelaysNoOther() async throws {
        let tree = try host()
        let found = try await onLoop { loop in
            let surveyor = Surveyor(root: tree.root, loop: loop, runner: HungRunner(loop: loop), uid: 0)
            var collected = Collected()
            var order: [String] = []
            await surveyor.survey(Surveyor.Plan(kinds: [.antnode], deadline: .after(.milliseconds(600)))) { item in
                collected.add(item)
                if case .source(let report) = item { order.append(report.id) }
            }
            return (collected, order)
        }
        #expect(found.0.outcome("unit:system") == .timeout)
        #expect(found.0.node("antnode0001")?.processes.count == 1)
        #expect(found.1.firstIndex(of: "process") ?? 9 < found.1.firstIndex(of: "unit:system") ?? 0)
    }

    /// Never answers before its deadline.
    struct HungRunner: CommandRunner {
        let loop: EventLoop

        func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
            try? await loop.sleep(until: deadline)
            throw .timedOut(program: command.program)
        }
    }

    @Test func aPlainServiceIsItsUnitAndItsMainProcess() async throws {
        var kind = ServiceKind.service
        kind.name = "web"
        kind.discovery[0].match = "web.service"
        let tree = try host().process(90, exe: "/usr/sbin/nginx", arguments: ["nginx"], uid: 0)
        let runner = ScriptedRunner { command throws(CommandError) in
            CommandOutput(
                command.arguments.contains("--user")
                    ? "" : "Id=web.service\nLoadState=loaded\nActiveState=active\nMainPID=90\nUser=\n")
        }
        let found = try await survey(tree, runner, kinds: [kind])
        let node = try #require(found.nodes.first)
        #expect(found.nodes.count == 1)
        #expect(node.name == "web")
        #expect(node.key == "web")
        #expect(node.processes.map(\.pid) == [90])
        #expect(node.processes.map(\.user) == ["root"])
    }

    @Test func aKindThatNamesNoUnitIsAnError() async throws {
        let found = try await survey(host(), ScriptedRunner(Self.systemd), kinds: [.service])
        #expect(found.outcome("unit:system") == .error)
    }
}
