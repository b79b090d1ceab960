import Glibc
import MusterIO
import MusterModel

/// Runs nodes as processes in sessions of their own; nobody starts them again but us.
final class PlainProcessManager: ServiceManager {
    let root: HostRoot
    let loop: EventLoop
    let processes: ProcessTable
    /// Who the node's process is to be.
    let account: UserDatabase.User
    /// `nil` where that is who we are.
    let identity: Command.Identity?
    /// Where systemd runs: what puts the process into a scope of its own, and keeps that alive.
    let lingering: Lingering?
    /// ``Daemon/start(_:openFiles:)``; a test gives its own.
    let launch: @Sendable (Command) throws(SystemError) -> Int32

    init(
        root: HostRoot, loop: EventLoop, processes: ProcessTable, account: UserDatabase.User,
        identity: Command.Identity?, lingering: Lingering?,
        launch: @escaping @Sendable (Command) throws(SystemError) -> Int32
    ) {
        self.root = root
        self.loop = loop
        self.processes = processes
        self.account = account
        self.identity = identity
        self.lingering = lingering
        self.launch = launch
    }

    private static let pause: Duration = .milliseconds(50)
    /// Between SIGTERM and SIGKILL.
    private static let patience: Duration = .seconds(45)

    func prepare(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) -> [String] {
        guard let lingering else { return [] }
        return try await lingering.ensure(until: deadline)
    }

    func state(of node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) -> ServiceState {
        guard let entry = try process(of: node) else {
            return ServiceState(life: .down, restarts: nil, words: "no process")
        }
        let runs = entry.evidence.executable.map { $0 == node.binary } ?? true
        return ServiceState(
            life: runs ? .up : .starting, pid: entry.evidence.pid, startedAfterBoot: entry.evidence.startedAfterBoot,
            words: "process \(entry.evidence.pid)")
    }

    func install(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {}

    func uninstall(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {}

    func start(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let isDisabled = try step("read data directory") { () throws(SystemError) in
            try ProcessFile.isDisabled(node, root)
        }
        if isDisabled { throw .refused(.denied, "\(node.name) is disabled", fix: "run `muster node enable`") }
        if try process(of: node) != nil { return }
        let pid = try step("start process") { () throws(SystemError) in try launch(command(node)) }
        guard let entry = processes.entry(pid) else {
            throw ActionFailure(.ended, "the process ended at once", step: "start process")
        }
        let file = ProcessFile(pid: pid, startedAfterBoot: entry.evidence.startedAfterBoot, bootID: bootID)
        do throws(SystemError) { try file.write(node, root) } catch {
            kill(pid, SIGKILL)
            throw ActionFailure(error, step: "write down process")
        }
    }

    func restart(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        try await stop(node, until: deadline)
        try await start(node, until: deadline)
    }

    func stop(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let gentle = min(deadline, loop.now + Self.patience)
        // What was written down stays: that process being gone is what proves the node stopped.
        if try await end(node, with: SIGTERM, until: gentle) { return }
        if try await end(node, with: SIGKILL, until: loop.now + .seconds(5)) { return }
        throw ActionFailure(.timeout, "the process does not end", step: "stop process")
    }

    /// Reads again who it is just before the signal; answers whether it is gone.
    private func end(
        _ node: NodeSpec, with signal: Int32, until bound: Deadline
    ) async throws(ActionFailure) -> Bool {
        guard let entry = try process(of: node) else { return true }
        let pid = entry.evidence.pid
        guard kill(pid, signal) == 0 || errno == ESRCH else {
            throw ActionFailure(SystemError("signal process", String(pid)), step: "stop process")
        }
        while isSame(entry) {
            guard loop.now < bound, !Task.isCancelled else { return false }
            try? await loop.sleep(until: min(bound, loop.now + Self.pause))
        }
        return true
    }

    private func isSame(_ entry: ProcessTable.Entry) -> Bool {
        Daemon.reap(entry.evidence.pid)
        return processes.entry(entry.evidence.pid)?.evidence.startedAfterBoot == entry.evidence.startedAfterBoot
    }

    func disable(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        try step("disable node") { () throws(SystemError) in try ProcessFile.setDisabled(node, root, true) }
    }

    func enable(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        try step("enable node") { () throws(SystemError) in try ProcessFile.setDisabled(node, root, false) }
    }

    func leaveBoot(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {}

    func rejoinBoot(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {}

    private var bootID: String {
        root.kernelFile("/proc/sys/kernel/random/boot_id", limit: 4096)?.singleLine
            ?? ProcessFile.unknownBoot
    }

    // MARK: Which process it is

    /// The one that was written down, if pid, start, boot and user still fit; else the one that runs the node's own
    /// program on the node's own directory.
    private func process(of node: NodeSpec) throws(ActionFailure) -> ProcessTable.Entry? {
        let file = try step("read data directory") { () throws(SystemError) in
            try ProcessFile.read(below: node.dataDirectory, root)
        }
        if let file, file.bootID == bootID {
            Daemon.reap(file.pid)
            // The file lies where the node may write: it names a process of the node's user, or nothing.
            if let entry = processes.entry(file.pid), entry.evidence.startedAfterBoot == file.startedAfterBoot,
                entry.evidence.uid == account.uid || isStarting(entry)
            {
                return entry
            }
        }
        let name = ProcessTable.programName(node.binary)
        return processes.scan { $0 == name }.entries.values.first { entry in
            entry.evidence.executable == node.binary && entry.evidence.uid == account.uid
                && entry.arguments.words.contains(node.dataDirectory)
        }
    }

    /// systemd-run has not yet become the node's program and user.
    private func isStarting(_ entry: ProcessTable.Entry) -> Bool {
        entry.evidence.executable.map { HostPath.lastComponent($0) } == "systemd-run"
    }

    // MARK: How it is started

    func command(_ node: NodeSpec) -> Command {
        var environment = Command.plainEnvironment
        environment["LC_ALL"] = nil
        environment["HOME"] = account.home
        environment["USER"] = account.name
        environment["LOGNAME"] = account.name
        environment.merge(node.environment) { _, own in own }
        let words = [node.binary] + node.arguments
        guard lingering != nil else {
            return Command(words, environment: environment, identity: identity, directory: "/")
        }
        // As root, systemd-run takes on the user after it has made the scope; as a user, the user's manager makes it.
        var scope = ["systemd-run", "--scope", "--quiet", "--collect"]
        if account.uid != 0, identity == nil {
            scope.append("--user")
            environment["XDG_RUNTIME_DIR"] = "/run/user/\(account.uid)"
        } else if identity != nil {
            scope += ["--uid=\(account.uid)", "--gid=\(account.gid)"]
        }
        return Command(scope + ["--"] + words, environment: environment, directory: "/")
    }
}
