import MusterIO
package import MusterModel
import MusterPolicy
package import MusterStore

/// The limits above the hosts, as this process counts them together with everybody else's entries in the ledger.
///
/// One decision at a time: what one host is about to do is counted before the next one is decided on.
package actor LimitDesk {
    private let store: Store
    private var inventory: [HostTarget]
    private let now: @Sendable () -> Timestamp
    private var limits: FleetLimits?
    private var countedAt: Timestamp?
    /// Plans that are being carried out, without what of them is in the ledger.
    private var pending: [HostName: (target: HostTarget, plan: Plan)] = [:]
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// How old the counts may be: a fleet of thousands is not counted anew for each host.
    private static let freshness: Duration = .seconds(1)
    private static let minute: Duration = .seconds(60)

    package init(store: Store, inventory: [HostTarget], now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.inventory = inventory
        self.now = now
    }

    package func change(inventory: [HostTarget]) {
        self.inventory = inventory
        limits = nil
    }

    /// Runs `body` alone, with a round in which everything is counted that others are about to do; what it decides is
    /// counted too until it is in the ledger.
    func decide(
        on host: HostTarget, _ body: @Sendable (PlanRound) async throws -> HostDecision
    ) async throws -> HostDecision {
        await enter()
        defer { leave() }
        var round = PlanRound(limits: try await counted())
        for (name, plan) in pending where name != host.name { round.note(plan.plan, of: plan.target) }
        let decision = try await body(round)
        pending[host.name] = decision.plan.actions.isEmpty ? nil : (host, decision.plan)
        return decision
    }

    /// An action of a plan is in the ledger now.
    func begun(_ entry: LedgerEntry) {
        pending[entry.host]?.plan.actions.removeAll { $0.verb == entry.verb && $0.node.name == entry.node }
        limits = nil
    }

    /// What is left of a host's plan will not be done.
    func dropped(_ host: HostName) { pending[host] = nil }

    /// Counts anew what a host may do, and keeps others from being counted until ``letGo()``: whoever may go on writes
    /// its intent meanwhile.
    func hold(for host: HostName) async throws(StoreError) -> Allowance {
        await enter()
        do {
            return try await Self.count(store, inventory, at: now()).allowance(of: host)
        } catch {
            leave()
            throw error
        }
    }

    func letGo() { leave() }

    private func enter() async {
        guard isBusy else {
            isBusy = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
    }

    private func counted() async throws(StoreError) -> FleetLimits {
        let now = now()
        if let limits, let countedAt, now.since(countedAt) < Self.freshness, now >= countedAt { return limits }
        let fresh = try await Self.count(store, inventory, at: now)
        limits = fresh
        countedAt = now
        return fresh
    }

    /// Counts from the ledger and the nodes as they stand.
    static func count(
        _ store: Store, _ inventory: [HostTarget], at now: Timestamp
    ) async throws(StoreError) -> FleetLimits {
        let policy = inventory.first?.policy ?? Policy()
        let freshness = Freshness(now: now, staleAfter: policy.duration(.surveyInterval) * 2)
        let states = try await store.hosts(at: freshness)
        var disturbed: [HostName: Int] = [:]
        for disturbance in try await store.disturbances(at: freshness) {
            disturbed[disturbance.node.host, default: 0] += 1
        }
        let sent = try await store.startsSince(now.advanced(by: .zero - minute), until: now).count
        let queued = try await store.openEntries().count { $0.state == .intended && $0.verb.starts }
        let hosts = states.map {
            FleetLimits.Host(
                name: $0.name, groups: $0.groups, nodes: $0.nodes.managed, disturbed: disturbed[$0.name] ?? 0)
        }
        return FleetLimits(policy: policy, hosts: hosts, startsInLastMinute: sent + queued)
    }
}
