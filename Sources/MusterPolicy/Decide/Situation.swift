package import MusterModel

/// All that a decision about one host rests on: with an equal situation the plan is equal.
package struct Situation: Hashable, Sendable, Codable {
    package var target: HostTarget
    package var now: Timestamp
    package var facts: HostFacts
    /// When the last complete survey was received; `nil` where there is none.
    package var surveyedAt: Timestamp?
    /// Reports of the last survey's sources.
    package var sources: [SourceReport]
    package var sample: Sample?
    /// What the samples of the last window say; empty where none came yet: then nothing is relieved, started or added.
    package var pressure: PressureState
    package var nodes: [NodeRecord]
    /// Entries of the ledger for this host whose end is not known; each blocks its node.
    package var open: [LedgerEntry]
    /// The latest entries that ended, newest first: what was done when, for reversals, reliefs and spacing.
    package var recent: [LedgerEntry]
    package var failures: [NodeFailure]
    /// Hashes, and versions of binaries whose hash is not known: ``Quarantine/marks``.
    package var quarantined: Set<String>
    /// What the ledger put in the place of nodes' programs, by node; only read where something is quarantined.
    package var programs: [String: PlacedProgram]
    package var holds: [Hold]
    package var brakes: [Brake]
    /// What the rounds above the host found: another manager, a twin, a mass change, a clock that jumped.
    package var guards: [Guard]
    package var allowance: Allowance
    /// The binary for upgrades and new nodes by kind, where one is known.
    package var binaries: [String: BinarySource]
    /// Numbers of this host that turned out to be taken, by kind, and the highest ever used.
    package var takenNumbers: [String: [Int64]]
    /// Nodes of the scope that set `rewards_address`, by kind and address, for the draw.
    package var drawn: [String: [String: Int]]
    /// Ports of nodes of other hosts that have one public address with this one, in order.
    package var sharedPorts: [UInt16]
    /// What was true of the host when it was adopted; without it, nothing is added to the host.
    package var adoption: Adoption?
    /// Whoever asks surveys the host at once where the plan wants that; otherwise it decides on what there is.
    package var surveysOnDemand: Bool

    package init(
        target: HostTarget, now: Timestamp, facts: HostFacts, surveyedAt: Timestamp? = nil,
        sources: [SourceReport] = [], sample: Sample? = nil, pressure: PressureState = PressureState(),
        nodes: [NodeRecord] = [], open: [LedgerEntry] = [], recent: [LedgerEntry] = [],
        failures: [NodeFailure] = [], quarantined: Set<String> = [],
        programs: [String: PlacedProgram] = [:], holds: [Hold] = [], brakes: [Brake] = [],
        guards: [Guard] = [], allowance: Allowance = .unlimited, binaries: [String: BinarySource] = [:],
        takenNumbers: [String: [Int64]] = [:], drawn: [String: [String: Int]] = [:], sharedPorts: [UInt16] = [],
        adoption: Adoption? = nil,
        surveysOnDemand: Bool = false
    ) {
        self.target = target
        self.now = now
        self.facts = facts
        self.surveyedAt = surveyedAt
        self.sources = sources
        self.sample = sample
        self.pressure = pressure
        self.nodes = nodes
        self.open = open
        self.recent = recent
        self.failures = failures
        self.quarantined = quarantined
        self.programs = programs
        self.holds = holds
        self.brakes = brakes
        self.guards = guards
        self.allowance = allowance
        self.binaries = binaries
        self.takenNumbers = takenNumbers
        self.drawn = drawn
        self.sharedPorts = sharedPorts
        self.adoption = adoption
        self.surveysOnDemand = surveysOnDemand
    }
}

/// What the limits above the hosts still allow this host.
package struct Allowance: Hashable, Sendable, Codable {
    /// Starts of any sort.
    package var starts: Int
    /// Nodes that may work less than they do.
    package var disturbances: Int
    /// Completes `deferred because …` where the numbers above are used up.
    package var because: String?

    package init(starts: Int, disturbances: Int, because: String? = nil) {
        self.starts = starts
        self.disturbances = disturbances
        self.because = because
    }

    package static let unlimited = Allowance(starts: .max, disturbances: .max)
}
