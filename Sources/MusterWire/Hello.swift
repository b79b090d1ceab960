package import MusterModel

/// The agent's first line, unasked, with id 0.
package struct Hello: Hashable, Sendable, Codable {
    /// The newest ``Envelope/version`` that the agent speaks.
    package var protocolVersion: Int64
    package var agentVersion: String
    package var facts: HostFacts
    package var clock: HostClock

    private enum CodingKeys: String, CodingKey {
        case protocolVersion = "protocol"
        case agentVersion, facts, clock
    }

    package init(
        protocolVersion: Int64 = wireVersion, agentVersion: String, facts: HostFacts, clock: HostClock
    ) {
        self.protocolVersion = protocolVersion
        self.agentVersion = agentVersion
        self.facts = facts
        self.clock = clock
    }
}
