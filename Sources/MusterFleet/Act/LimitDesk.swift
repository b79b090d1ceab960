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

    /// What was decided, and on what.
    struct Decision: Sendable {
        let situation: Situation
        let plan: Plan
    }

    /// Runs `body` alone, with what the host may do now; what it decides is counted.
    func decide(
        on host: HostName, _ body: @Sendable (Allowance) async throws -> Decision
    ) async throws -> Decision {
        await enter()
        defer { leave() }
        let decision = try await body(try await counted().allowance(of: host))
        limits?.note(decision.plan)
        return decision
    }

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
