import Glibc
import MusterModel

/// A system call that failed.
package struct SystemError: UserFacingError, Hashable {
    /// An errno value.
    package var code: Int32
    /// What was tried, as in "open" or "write to".
    package var operation: String
    /// On what: a path or an address.
    package var subject: String?

    package init(code: Int32 = errno, _ operation: String, _ subject: String? = nil) {
        self.code = code
        self.operation = operation
        self.subject = subject
    }

    package var message: String {
        "cannot \(operation)\(subject.map { " \($0)" } ?? ""): \(Self.describe(code))"
    }

    package var fix: String? {
        switch code {
        case ENOSPC, EDQUOT: "free some space on the file system"
        case EMFILE, ENFILE: "raise the limit of open files (`ulimit -n`)"
        default: nil
        }
    }

    /// The C library's text for an errno value.
    package static func describe(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// Why reading or writing with a deadline failed.
package enum IOError: UserFacingError, Hashable {
    case timedOut
    case cancelled
    case system(SystemError)

    package init(_ error: WaitError) {
        switch error {
        case .timedOut: self = .timedOut
        case .cancelled: self = .cancelled
        }
    }

    package var message: String {
        switch self {
        case .timedOut: "timed out"
        case .cancelled: "cancelled"
        case .system(let error): error.message
        }
    }

    package var fix: String? {
        if case .system(let error) = self { error.fix } else { nil }
    }
}
