import Glibc

/// The one right to write: an flock on `<database>.lock`.
///
/// Held around each write transaction and its checkpoint, for milliseconds, never while anything else is waited for.
/// SQLite before 3.51.3 can lose pages when two connections write and checkpoint at once; this keeps them apart, also
/// between processes. Readers never take it.
final class WriteLock: Sendable {
    private let descriptor: Int32
    private let path: String
    private let patience: Duration

    /// - Parameter patience: how long to wait for another holder before giving up.
    init(databasePath: String, patience: Duration) throws(StoreError) {
        path = databasePath
        self.patience = patience
        descriptor = open(databasePath + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .lastSystemError("open", databasePath + ".lock") }
    }

    deinit { close(descriptor) }

    func holding<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        try acquire()
        defer { flock(descriptor, LOCK_UN) }
        return try body()
    }

    private func acquire() throws(StoreError) {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: patience)
        var pause: UInt32 = 500
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw .lastSystemError("lock", path) }
            guard clock.now < deadline else { throw .busy(path: path, waited: patience) }
            usleep(pause)
            // Grows to 20 ms: a holder is done in a few milliseconds, or stuck.
            pause = min(pause * 2, 20_000)
        }
    }
}
