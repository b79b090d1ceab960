import Glibc
import MusterIO
import MusterModel

/// Runs nodes as units of the system manager or of one user's manager.
final class SystemdManager: ServiceManager {
    private let runner: any CommandRunner
    private let commands: SystemdCommands
    private let files: UnitDirectory
    private let processes: ProcessTable
    private let lingering: Lingering

    init(
        runner: any CommandRunner, commands: SystemdCommands, files: UnitDirectory, processes: ProcessTable,
        lingering: Lingering
    ) {
        self.runner = runner
        self.commands = commands
        self.files = files
        self.processes = processes
        self.lingering = lingering
    }

    func prepare(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) -> [String] {
        let steps = try await lingering.ensure(until: deadline)
        _ = try await version(until: deadline)
        return steps
    }

    private func version(until deadline: Deadline) async throws(ActionFailure) -> Int {
        SystemdCommands.major(try await ask(commands.version, until: deadline).output.text)
    }

    /// Looking fails only where the manager cannot be reached.
    private func ask(_ command: Command, until deadline: Deadline) async throws(ActionFailure) -> CommandOutput {
        let answer = try await runner.attempt("ask systemd", command, until: deadline)
        if answer.status.isSuccess { return answer }
        var failure = ActionFailure(answer, of: "systemctl", step: "ask systemd")
        failure.fault = .noManager
        failure.fix = commands.managerUID.map { "see that the user manager runs: `systemctl status user@\($0)`" }
        throw failure
    }

    func state(of node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) -> ServiceState {
        let unit = try UnitDirectory.unitName(of: node)
        let answer = try await ask(commands.show(unit), until: deadline)
        guard let shown = SystemctlShow.units(in: answer.output.bytes).first else {
            throw ActionFailure(.noManager, "systemd says nothing about \(unit)", step: "ask systemd")
        }
        var state = shown.serviceState(managerUID: commands.managerUID)
        state.startedAfterBoot = state.pid.flatMap { processes.entry($0) }?.evidence.startedAfterBoot
        return state
    }

    func install(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let unit = try UnitDirectory.unitName(of: node)
        let known = try await state(of: node, until: deadline)
        if known.isKnown, let path = known.unit?.path, path != files.path(of: unit) {
            throw .refused(.exists, "there is a unit \(unit) already: \(path)")
        }
        let text = try UnitText.of(node, systemd: try await version(until: deadline))
        try files.write(unit, text)
        _ = try await runner.step("reload systemd", commands.reload, until: deadline)
        if node.startAtBoot {
            _ = try await runner.step("enable unit", commands.verb("enable", unit), until: deadline)
        }
    }

    func uninstall(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let unit = try UnitDirectory.unitName(of: node)
        let known = try await state(of: node, until: deadline)
        if let path = known.unit?.path, path != files.path(of: unit), known.isKnown {
            throw ActionFailure(
                .unsafePath, "the unit's file is \(path), which is not Muster's to remove", step: "remove unit file",
                fix: "remove it with what installed it")
        }
        if try files.exists(unit) {
            _ = try await runner.step("disable unit", commands.verb("disable", unit), until: deadline)
        }
        try files.remove(unit)
        _ = try await runner.step("reload systemd", commands.reload, until: deadline)
        // What is left of a unit that failed; there may be nothing.
        _ = try await runner.attempt("reset unit", commands.verb("reset-failed", unit), until: deadline)
    }

    func start(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let unit = try await startable(node, until: deadline)
        _ = try await runner.step("start unit", commands.verb("start", unit), until: deadline)
    }

    func restart(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let unit = try await startable(node, until: deadline)
        _ = try await runner.step("restart unit", commands.verb("restart", unit), until: deadline)
    }

    /// A unit that used up its start limit is refused by systemd until the count is reset.
    private func startable(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) -> String {
        let unit = try UnitDirectory.unitName(of: node)
        let known = try await state(of: node, until: deadline)
        guard known.isKnown else {
            throw ActionFailure(.missing, "there is no unit \(unit)", step: "start unit", fix: "run `muster survey`")
        }
        if try files.isDisabled(unit) {
            throw .refused(.denied, "\(unit) is disabled", fix: "run `muster node enable`")
        }
        if known.unit?.activeState == "failed" {
            _ = try await runner.attempt("reset unit", commands.verb("reset-failed", unit), until: deadline)
        }
        return unit
    }

    func stop(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let unit = try UnitDirectory.unitName(of: node)
        guard try await state(of: node, until: deadline).isKnown else { return }
        _ = try await runner.step("stop unit", commands.verb("stop", unit), until: deadline)
    }

    func disable(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let unit = try UnitDirectory.unitName(of: node)
        let known = try await state(of: node, until: deadline)
        guard known.isKnown else {
            throw ActionFailure(.missing, "there is no unit \(unit)", step: "disable unit", fix: "run `muster survey`")
        }
        try files.setDisabled(unit, true)
        _ = try await runner.step("reload systemd", commands.reload, until: deadline)
        if known.unit?.fileState == "enabled" {
            _ = try await runner.step("disable unit", commands.verb("disable", unit), until: deadline)
        }
    }

    func enable(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let unit = try UnitDirectory.unitName(of: node)
        try files.setDisabled(unit, false)
        _ = try await runner.step("reload systemd", commands.reload, until: deadline)
        // Units of others may have no section that says when to start them.
        guard node.startAtBoot, try files.isOurs(unit) else { return }
        _ = try await runner.step("enable unit", commands.verb("enable", unit), until: deadline)
    }

    func leaveBoot(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let unit = try UnitDirectory.unitName(of: node)
        guard try await state(of: node, until: deadline).unit?.fileState == "enabled" else { return }
        // Of a unit file that lies elsewhere, disabling would remove the link by which systemd knows it.
        guard try files.isPlain(unit) else {
            throw ActionFailure(.unsafePath, "\(files.path(of: unit)) is not the unit's own file", step: "disable unit")
        }
        try files.setOutOfBoot(unit, true)
        _ = try await runner.step("disable unit", commands.verb("disable", unit), until: deadline)
    }

    func rejoinBoot(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let unit = try UnitDirectory.unitName(of: node)
        guard try files.isOutOfBoot(unit) else { return }
        _ = try await runner.step("enable unit", commands.verb("enable", unit), until: deadline)
        try files.setOutOfBoot(unit, false)
    }
}
