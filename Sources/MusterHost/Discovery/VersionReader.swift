import MusterIO
import MusterModel
import Synchronization

/// Learns a program's version by running it with `--version`, once for each state of its file.
final class VersionReader: Sendable {
    private let root: HostRoot
    private let runner: any CommandRunner
    private let work: BlockingWork
    /// The uid that runs us.
    private let uid: UInt32
    private let known = Mutex<[FileState: String?]>([:])

    private static let patience: Duration = .seconds(3)
    /// `nobody` on every Linux; may run what everybody may.
    private static let nobody: UInt32 = 65_534

    struct FileState: Hashable, Sendable {
        var path: String
        var modified: Int64
        var size: Int64
        var inode: UInt64
    }

    init(root: HostRoot, runner: any CommandRunner, work: BlockingWork, uid: UInt32) {
        self.root = root
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
        if let answer = known.withLock({ $0[state] }) { return answer }
        guard case .as(let identity) = Self.runAs(uid: uid, owner: info, node: user) else { return nil }
        let command = Command([path, "--version"], identity: identity, directory: "/", outputLimit: 4096)
        guard let output = try? await runner.run(command, until: min(bound, .after(Self.patience))) else { return nil }
        let version = output.status.isSuccess ? Self.version(in: output.output.text) : nil
        known.withLock { $0[state] = .some(version) }
        return version
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
