import Glibc
import MusterIO
import MusterModel

/// A node's own copy of its program: laid beside the old one, tried, and put in its place by a rename.
final class NodeBinary: Sendable {
    let root: HostRoot
    let runner: any CommandRunner
    let work: BlockingWork
    let calls: FileCalls
    let node: NodeSpec
    /// Who runs the program; `nil` if that is us.
    let identity: Command.Identity?

    init(of run: NodeRun, identity: Command.Identity?) {
        root = run.host.root
        runner = run.host.runner
        work = run.host.work
        calls = run.host.calls
        node = run.node
        self.identity = identity
    }

    private static let chunk = 1 << 20
    private static let patience: Duration = .seconds(10)

    /// A copy that is whole and has been run, not yet in place.
    struct Staged: Hashable, Sendable {
        /// Its name in the directory of the node's program.
        var name: String
        var sha256: String
        /// As `--version` says it; `nil` where it does not say a release.
        var version: String?
    }

    /// Whom files of the node are given to; `nil` where that is us.
    var owner: (uid: UInt32, gid: UInt32)? { identity.map { ($0.uid, $0.gid) } }

    private var name: String { HostPath.lastComponent(node.binary) }

    /// Copies the source beside the node's program and runs it; nothing is left of a copy that is not good.
    func stage(_ source: BinarySource, until deadline: Deadline) async throws(ActionFailure) -> Staged {
        let copy = try await onDisk(until: deadline) { [self] () throws(ActionFailure) in
            try step("copy binary") { () throws(SystemError) in
                try self.copy(from: source.path, as: "new") { info in self.mayHave(info) }
            }
        }
        var staged = Staged(name: copy.name, sha256: copy.sha256, version: nil)
        do throws(ActionFailure) {
            if let wanted = source.sha256?.lowercased(), wanted != staged.sha256 {
                throw ActionFailure(
                    .wrongBinary, "\(source.path) has the SHA-256 \(staged.sha256), not \(wanted)",
                    step: "check binary", fix: "push the binary again")
            }
            if source.barred?.contains(staged.sha256) ?? false {
                throw ActionFailure(
                    .wrongBinary, "\(source.path) is a program that failed a health gate and is under quarantine",
                    step: "check binary", fix: "put another program there, or use it with --again")
            }
            staged.version = try await version(of: HostPath.parent(node.binary) + "/" + staged.name, until: deadline)
            try Self.check(staged.version, is: source.version, source.path)
            return staged
        } catch {
            discard(staged.name)
            throw error
        }
    }

    /// Versions are compared as versions: `v0.4.17` is `0.4.17.0`.
    private static func check(_ version: String?, is wanted: String?, _ path: String) throws(ActionFailure) {
        guard let wanted else { return }
        let isEqual =
            if let a = version.flatMap({ ReleaseVersion($0) }), let b = ReleaseVersion(wanted) { a == b } else {
                version == wanted
            }
        guard isEqual else {
            throw ActionFailure(
                .wrongBinary, "\(path) says that it is version \(version ?? "unknown"), not \(wanted)",
                step: "check binary", fix: "name the binary of that version with --binary")
        }
    }

    /// What a program answers to `--version`, run as whoever runs the node.
    func version(of path: String, until deadline: Deadline) async throws(ActionFailure) -> String? {
        let command = Command(
            [root.path(path), "--version"], identity: identity, directory: "/", outputLimit: 4096)
        let bound = min(deadline, work.now + Self.patience)
        let answer = try await runner.attempt("run --version", command, until: bound)
        guard answer.status.isSuccess else {
            var failure = ActionFailure(answer, of: path, step: "run --version")
            failure.fault = .wrongBinary
            throw failure
        }
        return VersionReader.version(in: answer.output.text)
    }

    /// Puts a staged copy in the program's place.
    func put(_ staged: Staged, until deadline: Deadline) async throws(ActionFailure) {
        try await onDisk(until: deadline) { [self] () throws(ActionFailure) in
            try step("replace binary") { () throws(SystemError) in
                let directory = try NodePlace.parent(of: node.binary, root)
                try directory.move(staged.name, to: directory, as: name)
                try directory.sync()
            }
        }
    }

    /// Keeps what runs, or what lies in place where nothing runs, under a second name; answers it with its hash.
    ///
    /// - Parameter pid: the node's process: its program may have been replaced on disk since it was started.
    func keepOld(pid: Int32?, until deadline: Deadline) async throws(ActionFailure) -> Staged {
        try await onDisk(until: deadline) { [self] () throws(ActionFailure) in
            try step("keep old binary") { () throws(SystemError) in
                let directory = try NodePlace.parent(of: node.binary, root)
                let onDisk = try? Self.hash(of: directory.file(name, O_RDONLY | O_NONBLOCK), node.binary)
                let running = try pid.map { pid throws(SystemError) in
                    try Self.hash(of: File.open(root.path("/proc/\(pid)/exe"), O_RDONLY), node.binary)
                }
                if let onDisk, running == nil || running == onDisk {
                    let kept = ".\(name).muster-old-\(Randomness.system.hex(4))"
                    try directory.link(name, as: kept)
                    return Staged(name: kept, sha256: onDisk)
                }
                guard let pid else { throw SystemError(code: ENOENT, "keep", node.binary) }
                let copy = try self.copy(from: "/proc/\(pid)/exe", as: "old")
                return Staged(name: copy.name, sha256: copy.sha256)
            }
        }
    }

    /// SHA-256 of the program that a process runs, whatever has become of its file.
    func runningHash(_ pid: Int32, until deadline: Deadline) async throws(ActionFailure) -> String {
        try await onDisk(until: deadline) { [self] () throws(ActionFailure) in
            try step("read running binary") { () throws(SystemError) in
                try Self.hash(of: File.open(root.path("/proc/\(pid)/exe"), O_RDONLY), node.binary)
            }
        }
    }

    /// Removes a copy that is of no use any more; what cannot be removed does no harm.
    func discard(_ name: String) {
        try? NodePlace.parent(of: node.binary, root).remove(name)
    }

    // MARK: Bytes

    /// Whether the node's user may be given a copy: who owns a directory on the way could have put a link there to a
    /// file that is not to be read by everybody.
    private func mayHave(_ info: FileInfo) -> Bool {
        guard let identity else { return true }
        return info.mode & 0o004 != 0 || info.uid == identity.uid
    }

    private func copy(
        from path: String, as sort: String, if isAllowed: (FileInfo) -> Bool = { _ in true }
    ) throws(SystemError) -> (name: String, sha256: String) {
        let source = try File.open(root.path(path), O_RDONLY | O_NONBLOCK)
        let info = try FileInfo.of(descriptor: source.raw)
        guard info.kind == .file, info.size > 0 else { throw SystemError(code: EINVAL, "copy", path) }
        guard isAllowed(info) else { throw SystemError(code: EACCES, "give the node's user", path) }
        let directory = try NodePlace.parent(of: node.binary, root)
        let copy = ".\(name).muster-\(sort)-\(Randomness.system.hex(4))"
        do throws(SystemError) {
            let target = try directory.file(copy, O_WRONLY | O_CREAT | O_EXCL)
            let hash = try Self.pass(source.raw, path) { bytes throws(SystemError) in
                try File.writeAll(target.raw, bytes, directory.place(copy), calls: calls)
            }
            try HeldDirectory.finish(
                target.raw, directory.place(copy), mode: 0o755, uid: owner?.uid, gid: owner?.gid, calls: calls)
            return (copy, hash)
        } catch {
            try? directory.remove(copy)
            throw error
        }
    }

    private static func hash(of file: consuming Descriptor, _ path: String) throws(SystemError) -> String {
        try pass(file.raw, path) { _ in }
    }

    private static func pass(
        _ fd: Int32, _ path: String, _ use: ([UInt8]) throws(SystemError) -> Void
    ) throws(SystemError) -> String {
        var hash = SHA256()
        while true {
            var received = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, initialized in
                received = read(fd, buffer.baseAddress, chunk)
                initialized = max(0, received)
            }
            if received < 0, errno == EINTR { continue }
            guard received >= 0 else { throw SystemError("read", path) }
            if received == 0 { return hash.hexDigest }
            hash.update(bytes)
            try use(bytes)
        }
    }

    private func onDisk<Value: Sendable>(
        until deadline: Deadline, _ body: @escaping @Sendable () throws(ActionFailure) -> Value
    ) async throws(ActionFailure) -> Value {
        try await work.act(at: node.storage, until: deadline, body)
    }
}
