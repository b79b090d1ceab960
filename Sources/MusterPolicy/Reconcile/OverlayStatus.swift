import MusterModel

/// Lays an open action and the operator's wish over what was observed.
///
/// An open action shows until evidence of its goal or the end of its timer; surveys neither extend nor end that timer.
func overlay(
    _ observed: ObservedStatus, desired: DesiredState?, open: OpenAction?, reachedGoal: Bool, at now: Timestamp
) -> ObservedStatus {
    if let open, !reachedGoal, now < open.endsAt {
        return ObservedStatus(status: open.verb.status, health: observed.health)
    }
    if desired?.goal == .disabled, observed.status == .stopped {
        return ObservedStatus(status: .disabled)
    }
    return observed
}

extension OpenAction {
    /// Whether `observed` is what the action was for.
    ///
    /// An answer is asked of a start only where one can be given; an upgrade is judged by its outcome, never by
    /// the looks of the node.
    func isReached(by observed: ObservedStatus) -> Bool {
        switch verb {
        case .start, .restart: observed.status == .running && observed.health != .notAnswering
        case .upgrade, .remove: false
        }
    }
}
