import Glibc
import MusterIO
import Synchronization

@testable import MusterHost

/// A systemd that knows the units whose files lie in a tree, and starts and stops them at once.
final class FakeSystemd: CommandRunner {
    struct Unit {
        var pid: Int32?
        var invocation = ""
        var result = "success"
        var isEnabled = false
    }

    let tree: HostTree
    let directory: String
    private let units = Mutex<[String: Unit]>([:])
    private let seen = Mutex<[Command]>([])
    /// What a start makes of a unit; `nil` for one whose program ends at once.
    let onStart: @Sendable (Int32) -> Int32?
    let others: @Sendable (Command) throws(CommandError) -> CommandOutput

    init(
        _ tree: HostTree, directory: String = UnitDirectory.system,
        onStart: @escaping @Sendable (Int32) -> Int32? = { $0 },
        others: @escaping @Sendable (Command) throws(CommandError) -> CommandOutput = { _ in CommandOutput() }
    ) {
        self.tree = tree
        self.directory = directory
        self.onStart = onStart
        self.others = others
    }

    var commands: [Command] { seen.withLock { $0 } }

    /// What was asked for beyond looking, each as one line.
    var changes: [String] {
        commands.filter { !$0.arguments.contains("show") }.map { $0.arguments.joined(separator: " ") }
    }

    func isEnabled(_ name: String) -> Bool { units.withLock { $0[name]?.isEnabled == true } }

    func set(_ name: String, _ unit: Unit) { units.withLock { $0[name] = unit } }

    func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
        seen.withLock { $0.append(command) }
        guard command.program == "systemctl" else { return try others(command) }
        let words = command.arguments.dropFirst().filter { $0 != "--user" && $0 != "--no-pager" && $0 != "--" }
        guard let verb = words.first else { return CommandOutput(status: .exited(1)) }
        if verb == "show", words.last == "--property=Version" { return CommandOutput("Version=252.30-1~deb12u2\n") }
        if verb == "daemon-reload" { return CommandOutput() }
        let name = words.last ?? ""
        if verb == "show" { return CommandOutput(text(name)) }
        return act(verb, name)
    }

    private func isThere(_ name: String) -> Bool { access(tree.path + directory + "/" + name, F_OK) == 0 }

    private func text(_ name: String) -> String {
        let unit = units.withLock { $0[name] ?? Unit() }
        let state = unit.pid != nil ? "active" : unit.result == "success" ? "inactive" : "failed"
        let path = isThere(name) ? directory + "/" + name : ""
        return """
            Id=\(name)
            LoadState=\(isThere(name) ? "loaded" : "not-found")
            ActiveState=\(state)
            SubState=\(unit.pid != nil ? "running" : "dead")
            Result=\(unit.result)
            MainPID=\(unit.pid ?? 0)
            NRestarts=0
            InvocationID=\(unit.invocation)
            UnitFileState=\(unit.isEnabled ? "enabled" : "disabled")
            FragmentPath=\(path)

            """
    }

    private func act(_ verb: String, _ name: String) -> CommandOutput {
        guard isThere(name) else {
            return CommandOutput(status: .exited(5), "", error: "Unit \(name) not loaded.\n")
        }
        units.withLock { units in
            var unit = units[name] ?? Unit()
            switch verb {
            case "start" where unit.pid == nil, "restart":
                let pid = onStart((unit.pid ?? 4000) + 1)
                unit.pid = pid
                unit.result = pid == nil ? "exit-code" : "success"
                unit.invocation = "run-\(pid ?? 0)"
            case "stop": unit.pid = nil
            case "enable": unit.isEnabled = true
            case "disable": unit.isEnabled = false
            case "reset-failed": unit.result = "success"
            default: break
            }
            units[name] = unit
        }
        return CommandOutput()
    }
}
