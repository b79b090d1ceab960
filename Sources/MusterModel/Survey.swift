/// What an agent found on a host at one moment.
///
/// This is the document that `survey --json` prints per host and that later parts replay.
package struct Survey: Hashable, Sendable, Codable {
    /// Rises when a reader of the previous format could misread this one.
    package static let formatVersion: Int64 = 1

    package var format: Int64
    package var facts: HostFacts
    package var sample: Sample
    package var sources: [SourceReport]
    package var nodes: [NodeObservation]
    /// Other managers that are alive on the host; `nil` where nobody looked.
    package var foreign: [ForeignManager]?
    /// The end line arrived.
    ///
    /// A survey without it updates what it names and touches nothing else.
    package var complete: Bool
    /// Processor time that the agent itself spent on the survey, in milliseconds.
    package var agentCPU: Int64

    package init(
        facts: HostFacts, sample: Sample, sources: [SourceReport] = [], nodes: [NodeObservation] = [],
        foreign: [ForeignManager]? = nil, complete: Bool = false, agentCPU: Int64 = 0
    ) {
        format = Self.formatVersion
        self.facts = facts
        self.sample = sample
        self.sources = sources
        self.nodes = nodes
        self.foreign = foreign
        self.complete = complete
        self.agentCPU = agentCPU
    }
}

/// How one discovery source fared: "the command failed" and "the list is empty" are different things.
package struct SourceReport: Hashable, Sendable, Codable {
    package enum Outcome: String, Hashable, Sendable, Codable {
        case complete
        /// Lacking rights hid some or all of it.
        case denied
        case timeout
        case error
        /// The host has no such thing: no systemd, no registry file.
        case notPresent = "not-present"
    }

    package var kind: String
    /// The kind's source, with what it was applied to: `unit:system`, `unit:user:1000`, `registry:/var/…`.
    package var id: String
    package var outcome: Outcome
    /// The uid that looked.
    package var uid: UInt32
    package var detail: String?

    package init(kind: String, id: String, outcome: Outcome, uid: UInt32, detail: String? = nil) {
        self.kind = kind
        self.id = id
        self.outcome = outcome
        self.uid = uid
        self.detail = detail
    }
}
