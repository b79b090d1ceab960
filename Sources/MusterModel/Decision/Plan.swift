/// What should be done on one host now, and why; one plan over all kinds of service.
package struct Plan: Hashable, Sendable, Codable {
    package var host: HostName
    package var at: Timestamp
    /// In the order in which to do them.
    package var actions: [PlannedAction]
    package var deferred: [Deferral]
    /// What forbids acting: on the host, on one node, or in one way; ``actions`` never contradicts it.
    package var guards: [Guard]
    /// The numbers that the decision rests on, thresholds beside readings.
    package var figures: [Figure]
    /// A survey now would tell what the decision waits for.
    package var wantsSurvey: Bool

    package init(
        host: HostName, at: Timestamp, actions: [PlannedAction] = [], deferred: [Deferral] = [],
        guards: [Guard] = [], figures: [Figure] = [], wantsSurvey: Bool = false
    ) {
        self.host = host
        self.at = at
        self.actions = actions
        self.deferred = deferred
        self.guards = guards
        self.figures = figures
        self.wantsSurvey = wantsSurvey
    }
}

package struct PlannedAction: Hashable, Sendable, Codable {
    package var verb: ActionVerb
    package var node: NodeSpec
    package var basis: ActionBasis
    /// One clause, such as `CPU 81.0 % above 70 % for 15 s`.
    package var reason: String
    package var cause: Cause
    package var setBy: DesiredState.Setter
    /// What was read, where pressure is the cause.
    package var relief: ReliefReading?
    package var source: BinarySource?
    package var gate: HealthGate?
    package var identity: String?
    package var purge: Bool
    /// When an operator's stop ends by itself.
    package var until: Timestamp?

    /// Which rule of the engine, or who, asked for it.
    package enum Cause: String, Hashable, Sendable, Codable {
        case dead, surplus, disk, cpu, memory, load, diskIO = "disk-io", netIO = "net-io"
        case outdated, shouldRun = "should-run", growth, `operator`, adoption
    }

    package init(
        verb: ActionVerb, node: NodeSpec, basis: ActionBasis, reason: String, cause: Cause,
        setBy: DesiredState.Setter, relief: ReliefReading? = nil, source: BinarySource? = nil,
        gate: HealthGate? = nil, identity: String? = nil, purge: Bool = false, until: Timestamp? = nil
    ) {
        self.verb = verb
        self.node = node
        self.basis = basis
        self.reason = reason
        self.cause = cause
        self.setBy = setBy
        self.relief = relief
        self.source = source
        self.gate = gate
        self.identity = identity
        self.purge = purge
        self.until = until
    }
}

/// Something that was considered and put off.
package struct Deferral: Hashable, Sendable, Codable {
    package var verb: ActionVerb
    /// `nil` where no node was chosen yet.
    package var node: String?
    /// How many, where no node was chosen.
    package var count: Int
    /// Completes `deferred because …`.
    package var because: String
    /// Whether nothing is left undone: what was asked for is so already, or another node was chosen in its place;
    /// `nil` for no.
    package var isMet: Bool?

    package init(verb: ActionVerb, node: String? = nil, count: Int = 1, because: String, isMet: Bool? = nil) {
        self.verb = verb
        self.isMet = isMet
        self.node = node
        self.count = count
        self.because = because
    }
}

/// A reason for which something, or everything, is left undone on a host.
package struct Guard: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        case hold, brake, massChange = "mass-change", foreignManager = "foreign-manager", staleEvidence = "stale"
        case incompleteSurvey = "incomplete", twin, machineChanged = "machine-changed", clockJump = "clock-jump"
        case reliefHalted = "relief-halted", openOutcome = "open-outcome", notReached = "not-reached"
        case addressMismatch = "address-mismatch"
        /// Nodes that surveys do not show, or another file system under the node storage: nothing is added.
        case missingNodes = "missing-nodes", storageChanged = "storage-changed"
        /// Ports of nodes that are started are among those that the host gives outgoing connections.
        case outgoingPorts = "outgoing-ports"
    }

    package var kind: Kind
    /// A sentence without its full stop; may hold a stranger's text.
    package var text: String
    /// `nil` for the whole host.
    package var node: String?

    /// Whether nothing at all is done on the host; the others forbid one node, or one sort of action.
    package var stopsHost: Bool {
        guard node == nil else { return false }
        return switch kind {
        case .hold, .massChange, .foreignManager, .staleEvidence, .twin, .machineChanged, .clockJump, .notReached: true
        case .brake, .incompleteSurvey, .reliefHalted, .openOutcome, .addressMismatch, .missingNodes, .storageChanged,
            .outgoingPorts:
            false
        }
    }

    package init(_ kind: Kind, _ text: String, node: String? = nil) {
        self.kind = kind
        self.text = text
        self.node = node
    }
}

/// A reading beside the limits that it was compared with.
package struct Figure: Hashable, Sendable, Codable {
    package var name: String
    /// Smoothed over the policy's window; `nil` where it is not known.
    package var value: Double?
    /// Below this nodes may be added.
    package var addBelow: Double?
    /// Above this nodes are relieved.
    package var relieveAbove: Double?
    /// `%`, `B/s`, `nodes`, …; `nil` for plain numbers.
    package var unit: String?

    package init(
        _ name: String, _ value: Double?, addBelow: Double? = nil, relieveAbove: Double? = nil, unit: String? = nil
    ) {
        self.name = name
        self.value = value
        self.addBelow = addBelow
        self.relieveAbove = relieveAbove
        self.unit = unit
    }
}
