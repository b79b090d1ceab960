package import MusterModel

/// What the program's exit code says.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Every selected host did what was asked, or there was nothing to do.
    case ok = 0
    case internalError = 1
    /// Usage, configuration or inventory; nothing was contacted.
    case usage = 2
    case failed = 3
    case unreachable = 4
    case failedAndUnreachable = 5
    case outcomeUnknown = 6
    /// A guard, another controller, the brake, max-fail or a health gate.
    case stopped = 7
    /// A host's lease is held by another verb.
    case leased = 8
    case findings = 9
    case interrupted = 130

    /// The first that applies of 1, 2, 8, 130, 6, 7, 5, 3, 4, then 9; ``ok`` where none does.
    package static func first(of statuses: some Sequence<ExitStatus>) -> ExitStatus {
        var found = Set(statuses)
        if found.contains(.failed), found.contains(.unreachable) { found.insert(.failedAndUnreachable) }
        let order: [ExitStatus] = [
            .internalError, .usage, .leased, .interrupted, .outcomeUnknown, .stopped, .failedAndUnreachable, .failed,
            .unreachable, .findings,
        ]
        return order.first(where: found.contains) ?? .ok
    }
}

extension ExitStatus {
    /// What one host's outcome asks for; a host whose turn never came was interrupted.
    package init<Value>(_ outcome: HostOutcome<Value>) {
        self =
            switch outcome {
            case .ok: .ok
            case .failed: .failed
            case .unreachable: .unreachable
            case .unknown: .outcomeUnknown
            case .leased: .leased
            case .foreign: .stopped
            case .skipped: .interrupted
            }
    }
}

extension ExitStatus {
    /// What a verb's own error says; what went wrong on a host is in its result.
    init(_ error: any Error) {
        if case CommandError.changed? = error as? CommandError {
            self = .stopped
        } else {
            self = error is any UserFacingError ? .usage : .internalError
        }
    }
}
