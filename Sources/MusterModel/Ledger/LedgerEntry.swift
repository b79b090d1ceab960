/// One action from its intent to its end, as the controller knows it.
package struct LedgerEntry: Hashable, Sendable, Codable {
    package var id: ActionID
    package var runID: String
    package var host: HostName
    /// `nil` for what concerns the host.
    package var node: String?
    package var verb: ActionVerb
    package var request: ActionRequest
    package var cause: PlannedAction.Cause
    package var reason: String
    /// What was read, where pressure is the cause.
    package var relief: ReliefReading?
    /// Who decided it, as `user@controller`, or the engine for that user.
    package var by: String
    package var intendedAt: Timestamp
    package var sentAt: Timestamp?
    package var endedAt: Timestamp?
    package var state: LedgerState
    package var report: ActionReport?
    /// Why the operator closed it by hand, or why it was taken back.
    package var remark: String?
    /// Whose wish it carries out, and until when that holds.
    package var setBy: DesiredState.Setter
    package var wishUntil: Timestamp?
    /// What was wished of the node before; comes back where the action touched nothing.
    package var wishBefore: DesiredState?
    /// Time that the node gets after the action's end before its status rests on evidence alone, in milliseconds.
    ///
    /// The policy's `delay_start`, `delay_restart`, `delay_upgrade` or `delay_remove`, as ``verb`` asks for it.
    package var settle: Int64

    package init(
        id: ActionID, runID: String, host: HostName, node: String?, verb: ActionVerb, request: ActionRequest,
        cause: PlannedAction.Cause, reason: String, relief: ReliefReading? = nil, by: String, intendedAt: Timestamp,
        sentAt: Timestamp? = nil,
        endedAt: Timestamp? = nil, state: LedgerState = .intended, report: ActionReport? = nil,
        remark: String? = nil, setBy: DesiredState.Setter = .operator, wishUntil: Timestamp? = nil,
        wishBefore: DesiredState? = nil, settle: Int64 = 0
    ) {
        self.id = id
        self.runID = runID
        self.host = host
        self.node = node
        self.verb = verb
        self.request = request
        self.cause = cause
        self.reason = reason
        self.relief = relief
        self.by = by
        self.intendedAt = intendedAt
        self.sentAt = sentAt
        self.endedAt = endedAt
        self.state = state
        self.report = report
        self.remark = remark
        self.setBy = setBy
        self.wishUntil = wishUntil
        self.wishBefore = wishBefore
        self.settle = settle
    }
}

package enum LedgerState: String, Hashable, Sendable, Codable, CaseIterable {
    /// In the ledger, not known to have left.
    case intended
    /// Left for the agent; whether it arrived is not known.
    case sent
    /// The agent began it and does not know its end; a survey will tell.
    case unknown
    case done
    case failed
    case stale
    case refused
    /// Taken back before it was sent.
    case cancelled

    /// Whether something must still be found out; blocks its node only.
    package var isOpen: Bool {
        switch self {
        case .intended, .sent, .unknown: true
        case .done, .failed, .stale, .refused, .cancelled: false
        }
    }
}
