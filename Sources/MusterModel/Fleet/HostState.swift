/// What the store knows of one host: one line of every fleet report.
package struct HostState: Hashable, Sendable {
    package var name: HostName
    /// No longer in the inventory; its history stays.
    package var isRetired: Bool
    package var groups: [String]
    package var labels: [String: String]
    package var contact: HostContact?
    package var agent: AgentRecord?
    /// `nil` before the first survey.
    package var surveyed: SurveyedHost?
    package var nodes: NodeTally

    package init(
        name: HostName, isRetired: Bool = false, groups: [String] = [], labels: [String: String] = [:],
        contact: HostContact? = nil, agent: AgentRecord? = nil, surveyed: SurveyedHost? = nil,
        nodes: NodeTally = NodeTally()
    ) {
        self.name = name
        self.isRetired = isRetired
        self.groups = groups
        self.labels = labels
        self.contact = contact
        self.agent = agent
        self.surveyed = surveyed
        self.nodes = nodes
    }
}

/// How the last attempt to reach a host ended.
package struct HostContact: Hashable, Sendable {
    package var at: Timestamp
    package var outcome: OutcomeKind
    package var failure: HostFailure?
    /// When a session last came about, and the address that worked.
    package var lastReachedAt: Timestamp?
    package var address: String?

    package init(
        at: Timestamp, outcome: OutcomeKind, failure: HostFailure? = nil, lastReachedAt: Timestamp? = nil,
        address: String? = nil
    ) {
        self.at = at
        self.outcome = outcome
        self.failure = failure
        self.lastReachedAt = lastReachedAt
        self.address = address
    }
}

/// What the newest survey said of the machine.
package struct SurveyedHost: Hashable, Sendable {
    package var at: Timestamp
    package var isComplete: Bool
    package var facts: HostFacts
    package var levels: HostLevels
    /// Other managers that are alive on the host; `nil` where nobody looked.
    package var foreign: [ForeignManager]?

    package init(at: Timestamp, isComplete: Bool, facts: HostFacts, levels: HostLevels) {
        self.at = at
        self.isComplete = isComplete
        self.facts = facts
        self.levels = levels
    }
}

/// The numbers of a sample that fleets are compared by; `nil` where the host gave none.
package struct HostLevels: Hashable, Sendable {
    /// Percent of all processors' time that was not idle.
    package var cpu: Double?
    /// Percent of the processors' time that waited for disks.
    package var ioWait: Double?
    /// Percent of memory that is not available, and the memory's size in bytes.
    package var memory: Double?
    package var memoryTotal: UInt64?
    package var swap: Double?
    package var load1, load5, load15: Double?
    /// Percent used of the fullest writable file system, and where it is mounted.
    package var disk: Double?
    package var diskPath: String?
    package var uptimeMilliseconds: Int64?

    package init() {}

    package init(_ sample: Sample) {
        cpu = sample.cpu?.used
        ioWait = sample.cpu?.iowait
        memory = sample.memory?.usedPercent
        memoryTotal = sample.memory?.total
        swap = sample.memory?.swapUsedPercent
        load1 = sample.load?.one
        load5 = sample.load?.five
        load15 = sample.load?.fifteen
        let fullest = sample.fileSystems.filter { !$0.readOnly }.max { $0.usedPercent < $1.usedPercent }
        disk = fullest?.usedPercent
        diskPath = fullest?.path
        uptimeMilliseconds = sample.clock.sinceBoot
    }
}

extension Memory {
    /// Percent of the swap space in use; zero where there is none.
    package var swapUsedPercent: Double {
        swapTotal == 0 ? 0 : Double(swapTotal - min(swapFree, swapTotal)) / Double(swapTotal) * 100
    }
}
