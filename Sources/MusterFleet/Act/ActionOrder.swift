package import MusterModel

/// One change that was decided on and has no id yet.
package struct ActionOrder: Hashable, Sendable {
    package var verb: ActionVerb
    /// `nil` for what concerns the host, as a take-over does.
    package var node: NodeSpec?
    package var basis: ActionBasis
    package var cause: PlannedAction.Cause
    /// One clause.
    package var reason: String
    /// What was read, where pressure is the cause.
    package var relief: ReliefReading?
    package var source: BinarySource?
    package var gate: HealthGate?
    package var identity: String?
    package var purge: Bool
    package var foreign: ForeignManager?
    package var storages: [String]?
    /// Whose wish it is, and until when that holds.
    package var setBy: DesiredState.Setter
    package var until: Timestamp?

    package init(
        verb: ActionVerb, node: NodeSpec?, basis: ActionBasis, cause: PlannedAction.Cause, reason: String,
        relief: ReliefReading? = nil, source: BinarySource? = nil, gate: HealthGate? = nil, identity: String? = nil,
        purge: Bool = false,
        foreign: ForeignManager? = nil, storages: [String]? = nil, setBy: DesiredState.Setter = .operator,
        until: Timestamp? = nil
    ) {
        self.verb = verb
        self.node = node
        self.basis = basis
        self.cause = cause
        self.reason = reason
        self.relief = relief
        self.source = source
        self.gate = gate
        self.identity = identity
        self.purge = purge
        self.foreign = foreign
        self.storages = storages
        self.setBy = setBy
        self.until = until
    }

    package init(_ action: PlannedAction) {
        self.init(
            verb: action.verb, node: action.node, basis: action.basis, cause: action.cause, reason: action.reason,
            relief: action.relief, source: action.source, gate: action.gate, identity: action.identity,
            purge: action.purge, setBy: action.setBy, until: action.until)
    }
}
