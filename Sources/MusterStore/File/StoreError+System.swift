import GRDB
import GRDBSQLite
import Glibc

extension StoreError {
    /// The error that `errno` stands for.
    static func lastSystemError(_ operation: String, _ path: String) -> StoreError {
        system(errno, operation, path)
    }

    static func system(_ code: Int32, _ operation: String, _ path: String) -> StoreError {
        if isFull(code) { return .diskFull(path: path) }
        return .system(path: path, operation: operation, errno: code, text: String(cString: strerror(code)))
    }

    /// What an error of SQLite means for the database at `path`.
    ///
    /// - Parameter systemError: `errno` of the system call that SQLite made last, 0 if unknown.
    init(_ error: any Error, path: String, systemError: Int32 = 0) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            self.init(
                code: error.extendedResultCode.rawValue, text: error.message ?? "", path: path,
                systemError: systemError)
        default: self = .sqlite(path: path, code: 0, text: "\(error)")
        }
    }

    init(code: Int32, text: String, path: String, systemError: Int32) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .diskFull(path: path)
        case SQLITE_IOERR where Self.isFull(systemError): self = .diskFull(path: path)
        // The shared memory beside the log could not grow, which nothing but a full disk prevents.
        case SQLITE_IOERR where code == Self.sharedMemorySize: self = .diskFull(path: path)
        case SQLITE_CANTOPEN where Self.isFull(systemError): self = .diskFull(path: path)
        case SQLITE_NOTADB, SQLITE_CORRUPT: self = .damaged(path: path, detail: text)
        case SQLITE_READONLY: self = .readOnly(path: path)
        default: self = .sqlite(path: path, code: code, text: text)
        }
    }

    /// A file size limit counts too: a shell's `ulimit -f` ends a write as a full disk does.
    private static func isFull(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

    /// `SQLITE_IOERR_SHMSIZE`, a macro with arguments that Swift does not see.
    private static let sharedMemorySize: Int32 = SQLITE_IOERR | 19 << 8
}
