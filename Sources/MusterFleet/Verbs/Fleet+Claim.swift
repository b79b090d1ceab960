import MusterIO
import MusterModel

extension Fleet {
    /// Opens a session to each host and works on it under the host's lease, as whatever changes a host does.
    ///
    /// The agent is put there on the way: the machine's lease is asked for through it.
    func claiming<Value: Sendable>(
        _ hosts: [HostTarget], by starter: AgentStarter, as acting: Acting,
        _ operation: @escaping @Sendable (HostTarget, any HostSession, Deadline) async throws -> Value
    ) async -> [HostResult<Value>] {
        await inSession(with: hosts) { host, session, deadline in
            let agent = try await starter.start(on: session, become: host.become, until: deadline) {
                progress(.step(host.name, $0))
            }
            return try await closing(agent) {
                progress(.step(host.name, "lease"))
                return try await HostClaim(host: host.name, session: agent.session, acting: acting, stop: stop)
                    .held(until: deadline) { _ in try await operation(host, session, deadline) }
            }
        }
    }

    /// Closes the agent's conversation whatever happens.
    func closing<Value: Sendable>(
        _ agent: StartedAgent?, after body: () async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await body()
            await agent?.session.close()
            return value
        } catch {
            await agent?.session.close()
            throw error
        }
    }
}
