import MusterIO
package import MusterModel
import MusterWire

/// Carries decided changes out: leases, ledger, agent, ledger again.
///
/// What stays open when its time is over has the outcome `unknown` for its host: the deadline ends the waiting, never
/// the action.
package struct ActionRound: Sendable {
    package let fleet: Fleet
    package let starter: AgentStarter
    package let acting: Acting

    package init(fleet: Fleet, starter: AgentStarter, acting: Acting) {
        self.fleet = fleet
        self.starter = starter
        self.acting = acting
    }

    /// The actions of plans, those of each host in their order; a host without a plan is only reconciled.
    package func run(_ plans: [Plan], on hosts: [HostTarget]) async -> [HostResult<HostActed>] {
        let orders = plans.map { ($0.host, $0.actions.map { ActionOrder($0) }) }
        return await run(Dictionary(orders, uniquingKeysWith: +), on: hosts)
    }

    package func run(
        _ orders: [HostName: [ActionOrder]], on hosts: [HostTarget]
    ) async -> [HostResult<HostActed>] {
        let limits = LimitDesk(store: acting.store, inventory: hosts, now: acting.now)
        return await fleet.inAgentSession(with: hosts, by: starter) { host, agent, deadline in
            try await act(orders[host.name] ?? [], on: host, agent, limits, until: deadline)
        }
    }

    private func act(
        _ orders: [ActionOrder], on host: HostTarget, _ agent: StartedAgent, _ limits: LimitDesk,
        until deadline: Deadline
    ) async throws -> HostActed {
        fleet.progress(.step(host.name, "lease"))
        let own = HostClaim(host: host.name, session: agent.session, acting: acting, stop: fleet.stop)
        return try await own.held(until: deadline) {
            claim in
            let reconciler = Reconciler(host: host.name, session: agent.session, acting: acting)
            let reconciled = try await reconciler.ask(until: deadline)
            var dispatch = Dispatch(
                host: host, facts: agent.hello.facts, session: agent.session, acting: acting, claim: claim,
                stop: fleet.stop, limits: limits)
            dispatch.began = { entry in
                fleet.progress(.step(host.name, "\(entry.verb.rawValue) \(entry.node ?? "")"))
            }
            dispatch.waits = { order, reason in
                fleet.progress(.wait(host.name, "\(order.verb.rawValue) \(order.node?.name ?? "") waits: \(reason)"))
            }
            // What is left of the time is for the ledger and the leases.
            var acted = try await dispatch.run(orders, until: deadline + .seconds(-2))
            acted.reconciled = reconciled
            return acted
        }
    }
}

/// What was done on one host.
package struct HostActed: Hashable, Sendable {
    /// This run's entries as they stand in the ledger now, in the order in which they were sent.
    package var entries: [LedgerEntry]
    /// Sent, and waited for by somebody else.
    var followed: [LedgerEntry] = []
    /// Earlier entries whose end was found out on the way.
    package var reconciled: [LedgerEntry]
    /// What was not begun, and why: a limit, an entry that is open, a stop of the run.
    package var deferred: [Deferral]

    package init(entries: [LedgerEntry] = [], reconciled: [LedgerEntry] = [], deferred: [Deferral] = []) {
        self.entries = entries
        self.reconciled = reconciled
        self.deferred = deferred
    }

    /// Whether the end of something is still to be found out.
    package var isUnknown: Bool { entries.contains { $0.state.isOpen } }
    package var hasFailed: Bool { entries.contains { [.failed, .refused, .stale].contains($0.state) } }
    /// Whether a limit kept something from being begun: exit code 7.
    package var isHeldBack: Bool { !deferred.isEmpty }
}
