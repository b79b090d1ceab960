package import MusterModel

/// An error that knows which of a run's outcomes it stands for.
package protocol HostProblem: UserFacingError {
    /// Where it happened, in a few words for ``HostFailure/step``.
    var step: String { get }
    /// No authenticated session came about, or it broke.
    var isUnreachable: Bool { get }
}

extension HostOutcome {
    /// What an operation's error means for its host.
    package init(_ error: any Error) {
        switch error {
        case is CancellationError: self = .skipped
        case let overrun as TimedOut:
            let message = "no end after \(overrun.after.components.seconds) s"
            self = .unreachable(HostFailure(step: "whole host", message: message, fix: "allow more with --timeout"))
        case let end as UnwrittenEnd: self = .unknown(end.failure)
        case let held as LeaseHeld: self = held.isForeign ? .foreign(held.failure) : .leased(held.failure)
        case let problem as any HostProblem:
            let failure = HostFailure(step: problem.step, message: problem.message, fix: problem.fix)
            self = problem.isUnreachable ? .unreachable(failure) : .failed(failure)
        case let failure as HostFailure: self = .failed(failure)
        case let error as any UserFacingError:
            self = .failed(HostFailure(step: "internal", message: error.message, fix: error.fix))
        default: self = .failed(HostFailure(step: "internal", message: "\(error)"))
        }
    }
}
