import CShim
import Glibc

/// An exclusive flock, held until it is destroyed or the process ends.
package struct FileLock: ~Copyable, Sendable {
    private let file: Descriptor

    /// Between two attempts: the kernel offers no wait for a lock that ends in time.
    private static let pause: Duration = .milliseconds(10)

    /// Answers `nil` if somebody else holds it.
    ///
    /// The file is created if missing and never removed.
    package static func tryAcquire(_ path: String, mode: UInt32 = 0o600) throws(SystemError) -> FileLock? {
        let file = try File.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: mode)
        let code = muster_try_lock(file.raw, 1)
        if code == EWOULDBLOCK { return nil }
        guard code == 0 else { throw SystemError(code: code, "lock", path) }
        return FileLock(file: file)
    }

    /// The same for a file that whoever comes first creates, and that everybody may lock whomever it belongs to.
    ///
    /// A file that was replaced in the meantime is not the one that others lock.
    package static func tryAcquireShared(_ path: String, mode: UInt32) throws(SystemError) -> FileLock? {
        var raw = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if raw < 0, errno == ENOENT {
            raw = Glibc.open(path, O_RDONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if raw < 0, errno == EEXIST { return nil }
            if raw >= 0 { fchmod(raw, mode) }
        }
        let file = Descriptor(owning: raw)
        guard file.raw >= 0 else { throw SystemError("open", path) }
        let code = muster_try_lock(file.raw, 1)
        if code == EWOULDBLOCK { return nil }
        guard code == 0 else { throw SystemError(code: code, "lock", path) }
        let held = try FileInfo.of(descriptor: file.raw)
        guard let named = try? FileInfo.of(path, followingLinks: false), named.inode == held.inode,
            named.device == held.device
        else { return nil }
        return FileLock(file: file)
    }

    /// - Parameter sharedMode: not `nil` for ``tryAcquireShared(_:mode:)``.
    package static func acquire(
        _ path: String, mode: UInt32 = 0o600, sharedMode: UInt32? = nil, until deadline: Deadline,
        on loop: EventLoop, isolation: isolated (any Actor)? = #isolation
    ) async throws(IOError) -> FileLock {
        while true {
            do throws(SystemError) {
                if let sharedMode {
                    if let lock = try tryAcquireShared(path, mode: sharedMode) { return lock }
                } else if let lock = try tryAcquire(path, mode: mode) {
                    return lock
                }
            } catch {
                throw .system(error)
            }
            guard loop.now < deadline else { throw .timedOut }
            do {
                try await loop.sleep(until: min(deadline, loop.now + pause), isolation: isolation)
            } catch {
                throw IOError(error)
            }
        }
    }

    /// The lock's file, to write down who holds it.
    package var descriptor: Int32 { file.raw }
}
