/// One typed change on one host.
package struct ActionRequest: Hashable, Sendable, Codable {
    package var id: ActionID
    package var verb: ActionVerb
    /// `nil` for what concerns the host, as a take-over does.
    package var node: NodeSpec?
    package var basis: ActionBasis
    /// The new binary, for `add`, `restore` and `upgrade`.
    package var source: BinarySource?
    /// How an upgraded node proves itself.
    package var gate: HealthGate?
    /// The archived identity to bring back, by its name in the archive; for `restore` and `add`.
    package var identity: String?
    /// Whether a removed node's identity is destroyed rather than archived.
    package var purge: Bool
    /// The manager that a take-over concerns.
    package var foreign: ForeignManager?
    /// Where the nodes lie that a take-over makes ready for, or a give-back leaves.
    package var storages: [String]?
    /// How long the agent may take, in milliseconds, the gate's time not counted.
    package var deadline: Int64
    /// The host's lease under which this is sent.
    package var fence: Int64
    /// Milliseconds since the intent was recorded, by the controller's clock; no part of the request's digest.
    package var age: Int64

    package init(
        id: ActionID, verb: ActionVerb, node: NodeSpec?, basis: ActionBasis, source: BinarySource? = nil,
        gate: HealthGate? = nil, identity: String? = nil, purge: Bool = false, foreign: ForeignManager? = nil,
        storages: [String]? = nil, deadline: Int64 = 60_000, fence: Int64 = 0, age: Int64 = 0
    ) {
        self.id = id
        self.verb = verb
        self.node = node
        self.basis = basis
        self.source = source
        self.gate = gate
        self.identity = identity
        self.purge = purge
        self.foreign = foreign
        self.storages = storages
        self.deadline = deadline
        self.fence = fence
        self.age = age
    }
}

/// A program file on the host that a node's own copy is made from.
package struct BinarySource: Hashable, Sendable, Codable {
    package var path: String
    /// In hexadecimal digits; `nil` where the operator named a path on the host.
    package var sha256: String?
    /// What `--version` must say; `nil` takes any.
    package var version: String?
    /// Whether a version lower than the running one is wanted.
    package var allowsDowngrade: Bool
    /// Where ``sha256`` is not known: those of programs under quarantine, of which it must be none; `nil` takes any.
    package var barred: [String]?

    package init(
        path: String, sha256: String? = nil, version: String? = nil, allowsDowngrade: Bool = false,
        barred: [String]? = nil
    ) {
        self.barred = barred
        self.path = path
        self.sha256 = sha256
        self.version = version
        self.allowsDowngrade = allowsDowngrade
    }
}

/// When an upgraded node counts as well: the new version, the same peer id, enough peers, no further restart, all of it
/// for a while.
package struct HealthGate: Hashable, Sendable, Codable {
    /// The kind's probes, by which version, peer id and peers are read.
    package var probes: [Probe]
    /// Fewest connected peers; `nil` asks for half of those before the upgrade.
    package var minPeers: Int64?
    /// How long it must stay well, in milliseconds.
    package var holdFor: Int64
    /// When it must have become well and stayed so, in milliseconds after the start.
    package var within: Int64
    /// Whether the binary that ran before is brought back when the gate is not passed.
    package var rollsBack: Bool
    /// Nodes that were bad before do not judge the binary: no gate, no rollback.
    package var judges: Bool

    package init(
        probes: [Probe], minPeers: Int64? = nil, holdFor: Int64, within: Int64, rollsBack: Bool = true,
        judges: Bool = true
    ) {
        self.probes = probes
        self.minPeers = minPeers
        self.holdFor = holdFor
        self.within = within
        self.rollsBack = rollsBack
        self.judges = judges
    }
}

/// Another manager that is alive on a host.
package struct ForeignManager: Hashable, Sendable, Codable {
    /// `anm`, `wnm`, or ``controller``.
    package var name: String
    /// The file that keeps it alive, such as `/etc/cron.d/anm`.
    package var path: String
    /// The line in it, counted from 1.
    package var line: Int64
    /// That line, control characters removed, 500 bytes at most; of a controller who it is.
    package var text: String
    /// For how long it has been there, in milliseconds; known of a controller.
    package var age: Int64?

    package init(name: String, path: String, line: Int64, text: String, age: Int64? = nil) {
        self.name = name
        self.path = path
        self.line = line
        self.text = text
        self.age = age
    }

    /// The name of another controller of Muster that watches the host.
    package static let controller = "muster"

    package var isController: Bool { name == Self.controller }
}
