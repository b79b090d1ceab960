import MusterIO
package import MusterModel

extension Fleet {
    /// Puts the agent on each host, or finds it there, and greets it.
    package func pushAgents(
        to hosts: [HostTarget], by starter: AgentStarter, as acting: Acting
    ) async -> [HostResult<PushedAgent>] {
        await inSession(with: hosts) { host, session, deadline in
            let claim = HostClaim(host: host.name, machine: .nothing, acting: acting, stop: stop)
            return try await claim.held(until: deadline) { _ in
                let agent = try await starter.start(on: session, become: host.become, until: deadline) {
                    progress(.step(host.name, $0))
                }
                await agent.session.close()
                return PushedAgent(
                    record: agent.record(become: host.become, at: acting.now()), wasInstalled: agent.wasInstalled)
            }
        }
    }

    /// Removes every agent and all that agents keep; directories of others' files stay.
    package func removeAgents(
        from hosts: [HostTarget], by starter: AgentStarter, as acting: Acting
    ) async -> [HostResult<Void>] {
        await inSession(with: hosts) { host, session, deadline in
            // A host that cannot run an agent has none to be asked.
            let agent = try? await starter.find(on: session, become: host.become, until: deadline)
            try await closing(agent) {
                let machine = agent.map { HostClaim.Machine.look($0.session) } ?? .nothing
                let claim = HostClaim(host: host.name, machine: machine, acting: acting, stop: stop)
                try await claim.held(until: deadline) { _ in
                    let removal = AgentRemoval(
                        place: AgentPlace(become: host.become), sentinel: Sentinel(acting.randomness))
                    let result = try await session.run(removal.command, input: [], until: deadline)
                    try removal.check(result)
                }
            }
        }
    }
}

/// An agent that is in place on a host.
package struct PushedAgent: Sendable {
    package let record: AgentRecord
    /// It was not there before.
    package let wasInstalled: Bool
}
