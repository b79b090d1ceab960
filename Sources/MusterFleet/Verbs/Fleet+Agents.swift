package import MusterIO
package import MusterModel

extension Fleet {
    /// Puts the agent on each host, or finds it there, and greets it.
    package func pushAgents(
        to hosts: [HostTarget], by starter: AgentStarter, now: @escaping @Sendable () -> Timestamp
    ) async -> [HostResult<PushedAgent>] {
        await inSession(with: hosts) { host, session, deadline in
            let agent = try await starter.start(on: session, become: host.become, until: deadline) {
                progress(.step(host.name, $0))
            }
            await agent.session.close()
            return PushedAgent(
                record: agent.record(become: host.become, at: now()), wasInstalled: agent.wasInstalled)
        }
    }

    /// Removes every agent and all that agents keep; directories of others' files stay.
    package func removeAgents(from hosts: [HostTarget], randomness: Randomness) async -> [HostResult<Void>] {
        await inSession(with: hosts) { host, session, deadline in
            let removal = AgentRemoval(place: AgentPlace(become: host.become), sentinel: Sentinel(randomness))
            let result = try await session.run(removal.command, input: [], until: deadline)
            try removal.check(result)
        }
    }
}

/// An agent that is in place on a host.
package struct PushedAgent: Sendable {
    package let record: AgentRecord
    /// It was not there before.
    package let wasInstalled: Bool
}
