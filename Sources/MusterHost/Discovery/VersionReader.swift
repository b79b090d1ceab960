import MusterIO
import MusterModel
import Synchronization

/// Learns a program's version by running it with `--version`, once for each state of its file.
///
/// A program that fails or hangs is not run again either, until its file changes.
final class VersionReader: Sendable {
    private let root: HostRoot
    private let runner: any CommandRunner
    private let work: BlockingWork
    private let loop: EventLoop
    /// The uid that runs us.
    private let uid: UInt32
    private let memory = Mutex(Memory())

    private static let patience: Duration = .seconds(3)
    /// `nobody` on every Linux; may run what everybody may.
    private static let nobody: UInt32 = 65_534

    private struct Memory: Sendable {
        var known: [FileState: Knowledge] = [:]
        /// Not a descriptor's number, so that it names a signal of the event loop and nothing else.
        var lastSignal: Int32 = -2

        enum Step {
            case known(String?)
            case wait(signal: Int32)
            case run(signal: Int32)
        }

        mutating func begin(_ state: FileState) -> Step {
            switch known[state] {
            case .answered(let version): return .known(version)
            case .running(let signal): return .wait(signal: signal)
            case nil:
                lastSignal -= 1
                known[state] = .running(signal: lastSignal)
                return .run(signal: lastSignal)
            }
        }

        func isRunning(_ state: FileState) -> Bool {
            if case .running = known[state] { true } else { false }
        }

        func answer(_ state: FileState) -> String? {
            if case .answered(let version) = known[state] { version } else { nil }
        }
    }

    private enum Knowledge: Sendable {
        /// Somebody runs it, and signals the end.
        case running(signal: Int32)
        case answered(String?)
    }

    struct FileState: Hashable, Sendable {
        var path: String
        var modified: Int64
        var size: Int64
        var inode: UInt64
    }

    init(root: HostRoot, loop: EventLoop, runner: any CommandRunner, work: BlockingWork, uid: UInt32) {
        self.root = root
        self.loop = loop
        self.runner = runner
        self.work = work
        self.uid = uid
    }

    /// `nil` when the program does not say, or may not be run.
    func version(of binary: String, node user: UserDatabase.User?, place: String, until bound: Deadline) async
        -> String?
    {
        let path = root.path(binary)
        let looked = await work.run(at: place, until: bound) { try? FileInfo.of(path) }
        guard let looked, let info = looked, info.kind == .file, info.mode & 0o111 != 0 else { return nil }
        let state = FileState(path: binary, modified: info.modified, size: info.size, inode: info.inode)
        switch memory.withLock({ $0.begin(state) }) {
        case .known(let version): return version
        case .wait(let signal):
            try? await loop.wait(
                signal, for: [], until: bound, unless: { memory.withLock { !$0.isRunning(state) } })
            return memory.withLock { $0.answer(state) }
        case .run(let signal):
            let version = await run(path, Self.runAs(uid: uid, owner: info, node: user), until: bound)
            // Time that ran out for the whole survey says nothing about the program.
            let isFinal = version != nil || loop.now < bound
            memory.withLock { $0.known[state] = isFinal ? .answered(version) : nil }
            loop.signal(signal)
            return version
        }
    }

    private func run(_ path: String, _ choice: Choice, until bound: Deadline) async -> String? {
        guard case .as(let identity) = choice else { return nil }
        let command = Command([path, "--version"], identity: identity, directory: "/", outputLimit: 4096)
        let deadline = min(bound, loop.now + Self.patience)
        guard let output = try? await runner.run(command, until: deadline), output.status.isSuccess else { return nil }
        return Self.version(in: output.output.text)
    }

    enum Choice: Hashable {
        case `as`(Command.Identity?)
        case never
    }

    /// Root takes on the node's user, else the file's owner, else `nobody`; a stranger's program never runs as root.
    ///
    /// Without root there is no switching: then only one's own programs and root's are run.
    static func runAs(uid: UInt32, owner: FileInfo, node: UserDatabase.User?) -> Choice {
        guard uid == 0 else { return owner.uid == uid || owner.uid == 0 ? .as(nil) : .never }
        if let node, node.uid != 0 { return .as(Command.Identity(uid: node.uid, gid: node.gid, groups: [node.gid])) }
        if owner.uid != 0 { return .as(Command.Identity(uid: owner.uid, gid: owner.gid, groups: [owner.gid])) }
        return .as(Command.Identity(uid: nobody, gid: nobody, groups: [nobody]))
    }

    /// The first word of the first line that is a release version, with or without a `v`: `Autonomi Node v0.4.17`.
    static func version(in text: String) -> String? {
        let line = text.split(whereSeparator: \.isNewline).first ?? ""
        let words = line.split(separator: " ").map { $0.hasPrefix("v") ? $0.dropFirst() : $0 }
        return words.first { $0.contains(".") && ReleaseVersion($0) != nil }.map(String.init)
    }
}
