import MusterModel

/// Why a wait ended without what it waited for.
package enum WaitError: UserFacingError, Equatable {
    case timedOut
    /// The task was cancelled.
    case cancelled

    package var message: String {
        switch self {
        case .timedOut: "timed out"
        case .cancelled: "cancelled"
        }
    }
}

/// What one waits for on a descriptor; if empty, only a signal.
package struct Interest: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let read = Interest(rawValue: 1)
    package static let write = Interest(rawValue: 2)
}
