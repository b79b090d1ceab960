import Foundation
import MusterAgent
import MusterFleet
import MusterHost
import MusterIO
import MusterModel
import Synchronization

/// Hosts on this machine: for each session that is dialled, a real agent in this process at the end of a socket pair.
///
/// Each host has a directory with a journal and leases of its own; what its agents are told to do, the script does.
final class AgentHouse: HostDialer {
    let home: TemporaryHome
    let performer: ScriptedPerformer
    let loop: EventLoop
    private let channels = Mutex<[SocketChannel]>([])
    private let refused = Mutex<Set<String>>([])

    init(performer: ScriptedPerformer = ScriptedPerformer()) throws {
        home = try TemporaryHome()
        self.performer = performer
        loop = try EventLoop(name: "house")
        loop.start()
    }

    deinit { loop.stop() }

    /// What starts agents here: the bytes of the program are never needed.
    func starter() throws -> AgentStarter {
        let directory = home.path + "/libexec"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for architecture in ["x86_64", "aarch64"] {
            let program = "\(directory)/muster-agent-\(architecture)"
            try Data("agent".utf8).write(to: URL(filePath: program))
            try Data(String(repeating: "a", count: 64).utf8).write(to: URL(filePath: program + ".sha256"))
        }
        return AgentStarter(catalogue: try AgentCatalogue(directory: directory), randomness: .system)
    }

    /// The host's root: the machine's own `/proc` and `/etc`, and a `/var` of its own.
    func root(of host: HostName) throws -> HostRoot {
        let directory = "\(home.path)/\(host)"
        if !FileManager.default.fileExists(atPath: directory) {
            try FileManager.default.createDirectory(
                atPath: "\(directory)/var/tmp", withIntermediateDirectories: true)
            for name in ["proc", "etc", "sys"] { symlink("/\(name)", "\(directory)/\(name)") }
        }
        return HostRoot(at: directory)
    }

    /// From now on the host cannot be reached, or can again.
    func refuse(_ host: HostName, _ on: Bool = true) {
        refused.withLock { if on { $0.insert(host.text) } else { $0.remove(host.text) } }
    }

    /// Cuts all links that are held.
    func cut() {
        for channel in channels.withLock({ $0 }) { channel.cut() }
        channels.withLock { $0 = [] }
    }

    func session(to host: HostTarget, until deadline: Deadline) async throws -> any HostSession {
        if refused.withLock({ $0.contains(host.name.text) }) {
            throw Unreachable()
        }
        return HouseSession(house: self, root: try root(of: host.name))
    }

    func close() async {}

    fileprivate func open(_ command: String, _ root: HostRoot) throws -> SocketChannel {
        let (ours, theirs) = try Socket.pair().split()
        let host = AgentHost(
            root: root, loop: loop, runner: SpawnRunner(loop: loop), uid: geteuid(), pageSize: 4096,
            performer: performer)
        Task(executorPreference: loop) {
            let end = Descriptor(owning: theirs)
            _ = try? await Agent(host: host).serve(input: end.raw, output: end.raw)
        }
        let mark = "echo muster-"
        let sentinel = command.firstRange(of: mark).map { command[$0.upperBound...].prefix(32) } ?? ""
        let channel = SocketChannel(descriptor: ours, loop: loop, greeting: "\nmuster-\(sentinel)\nready\n")
        channels.withLock { $0.append(channel) }
        return channel
    }

    private struct Unreachable: HostProblem {
        var step: String { "connect" }
        var message: String { "nobody there" }
        var isUnreachable: Bool { true }
    }
}

private struct HouseSession: HostSession {
    let house: AgentHouse
    let root: HostRoot
    var address: String { "127.0.0.1" }

    func run(_ command: String, input: [UInt8], until deadline: Deadline) async throws -> CommandResult {
        let run = try house.home.run("/bin/sh", command, input: Data(input))
        return CommandResult(output: Array(run.output), errors: Array(run.errors.utf8), ending: .exited(run.status))
    }

    func execute(_ arguments: [String], until deadline: Deadline) async throws -> CommandResult {
        try await run(arguments.joined(separator: " "), input: [], until: deadline)
    }

    func open(_ command: String, until deadline: Deadline) async throws -> any AgentChannel {
        try house.open(command, root)
    }

    func close() async {}
}

/// Our end of the pair.
final class SocketChannel: AgentChannel {
    private let descriptor: Int32
    private let loop: EventLoop
    private let greeting: Mutex<[UInt8]>
    private let isClosed = Mutex(false)

    init(descriptor: Int32, loop: EventLoop, greeting: String) {
        self.descriptor = descriptor
        self.loop = loop
        self.greeting = Mutex(Array(greeting.utf8))
    }

    deinit { Glibc.close(descriptor) }

    func read(until deadline: Deadline) async throws -> [UInt8] {
        let first = greeting.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
        if !first.isEmpty { return first }
        return try await loop.read(descriptor, upTo: 65_536, until: deadline)
    }

    func write(_ bytes: [UInt8], until deadline: Deadline) async throws {
        try await loop.write(descriptor, bytes, until: deadline)
    }

    func errors() async -> String { "" }
    func close() async { cut() }

    func cut() {
        let isFirst = isClosed.withLock { closed in
            defer { closed = true }
            return !closed
        }
        if isFirst {
            shutdown(descriptor, Int32(SHUT_RDWR))
            loop.signal(descriptor)
        }
    }
}
