import MusterIO
import MusterModel

/// The hosts of one run, and how to work on them: the verbs are extensions in `Verbs/`.
package struct Fleet: Sendable {
    package let dialer: any HostDialer
    package let limits: RoundLimits
    package let stop: StopSignal
    package let progress: ProgressListener

    package init(
        dialer: any HostDialer, limits: RoundLimits, stop: StopSignal = StopSignal(),
        progress: @escaping ProgressListener = { _ in }
    ) {
        self.dialer = dialer
        self.limits = limits
        self.stop = stop
        self.progress = progress
    }

    /// Opens a session to each host, runs `operation` in it and closes it.
    ///
    /// The deadline of the operation is the host's; the round itself gives up a little later, so that the error
    /// which names the step is the one that is told.
    func inSession<Value: Sendable>(
        with hosts: [HostTarget],
        _ operation: @escaping @Sendable (HostTarget, any HostSession, Deadline) async throws -> Value
    ) async -> [HostResult<Value>] {
        let addresses = Addresses()
        let results = await forEachHost(
            hosts, limits: RoundLimits(width: limits.width, timeout: limits.timeout + .seconds(2)), stop: stop,
            progress: progress, clock: ContinuousClock()
        ) { host in
            let deadline = Deadline.after(limits.timeout)
            progress(.step(host.name, "connect"))
            let session = try await dialer.session(to: host, until: deadline)
            addresses.note(session.address, of: host.name)
            do {
                let value = try await operation(host, session, deadline)
                await session.close()
                return value
            } catch {
                await session.close()
                throw error
            }
        }
        return results.map { $0.reached(at: addresses.address(of: $0.host)) }
    }

    /// The same with a running agent, whose conversation is closed before the session is.
    func inAgentSession<Value: Sendable>(
        with hosts: [HostTarget], by starter: AgentStarter,
        _ operation: @escaping @Sendable (HostTarget, StartedAgent, Deadline) async throws -> Value
    ) async -> [HostResult<Value>] {
        await inSession(with: hosts) { host, session, deadline in
            let agent = try await starter.start(on: session, become: host.become, until: deadline) {
                progress(.step(host.name, $0))
            }
            return try await closing(agent) { try await operation(host, agent, deadline) }
        }
    }
}
