import Glibc
import MusterIO
import MusterModel

/// Keeps the agents of a machine from a node whose upgrade proves itself while the machine is not locked.
///
/// A file beside the machine's lock, there only for that time. Whoever acts on a node takes it where it is there; only
/// an upgrade makes one, for a full disk may have no room for it.
final class NodeLock: Sendable {
    private let path: String
    private let lock: FileLock

    private init(_ path: String, _ lock: consuming FileLock) {
        self.path = path
        self.lock = lock
    }

    /// The lock is free when the file is gone already: others see that it is not the one that they opened.
    deinit { unlink(path) }

    /// `nil` where the action needs none; waits as long as the node's upgrade is watched, until `deadline`.
    static func take(
        for request: ActionRequest, in directory: StateDirectory, until deadline: Deadline, on loop: EventLoop,
        isolation: isolated (any Actor)? = #isolation
    ) async throws(IOError) -> NodeLock? {
        guard let node = request.node else { return nil }
        let path = path(of: node, in: directory)
        guard request.verb == .upgrade || isThere(path) else { return nil }
        return NodeLock(
            path,
            try await FileLock.acquire(path, sharedMode: StateDirectory.fileMode, until: deadline, on: loop))
    }

    /// Whether an agent, which need not be another one, watches the node now.
    static func isHeld(_ node: NodeSpec?, in directory: StateDirectory) -> Bool {
        guard let path = node.map({ path(of: $0, in: directory) }), isThere(path) else { return false }
        return (try? FileLock.tryAcquireShared(path, mode: StateDirectory.fileMode)) == nil
    }

    private static func path(of node: NodeSpec, in directory: StateDirectory) -> String {
        directory.file("node-\(SHA256.hex(of: Array(node.dataDirectory.utf8)).prefix(16))")
    }

    private static func isThere(_ path: String) -> Bool {
        (try? FileInfo.of(path, followingLinks: false)) != nil
    }
}
