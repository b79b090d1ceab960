package import MusterModel
package import MusterPolicy
package import MusterStore

/// Reads from the store what a decision rests on; changes nothing, so that a reader's database will do.
package struct SituationReader: Sendable {
    package let store: Store
    /// All hosts of the inventory: limits and draws are counted over groups.
    package var inventory: [HostTarget]
    /// Binaries for upgrades and new nodes, by host and kind, where one was pushed or named.
    package var binaries: [HostName: [String: BinarySource]]
    /// Whether the limits above the hosts are left out.
    package var overridesLimits: Bool

    /// How far back entries of the ledger matter to a decision: beyond every delay and distance of a policy's default.
    private static let memory: Duration = .seconds(24 * 3600)

    package init(
        store: Store, inventory: [HostTarget], binaries: [HostName: [String: BinarySource]] = [:],
        overridesLimits: Bool = false
    ) {
        self.store = store
        self.inventory = inventory
        self.binaries = binaries
        self.overridesLimits = overridesLimits
    }

    /// One situation per host that was ever surveyed, in the order of `hosts`.
    ///
    /// - Parameters:
    ///   - pressure: what watched samples say; without it the last survey's sample counts as the whole window.
    ///   - guards: what rounds above the hosts found.
    package func situations(
        of hosts: [HostTarget], at now: Timestamp, pressure: [HostName: PressureState] = [:],
        guards: [HostName: [Guard]] = [:]
    ) async throws(StoreError) -> [Situation] {
        let view = try await FleetView(store, hosts: hosts.map(\.name), at: now)
        let limits =
            overridesLimits || hosts.isEmpty ? nil : try await LimitDesk.count(store, inventory, at: now)
        var situations: [Situation] = []
        for host in hosts {
            guard let evidence = try await HostEvidence(store, of: host.name) else { continue }
            situations.append(
                try await situation(
                    of: host, evidence, view, at: now, pressure: pressure[host.name],
                    guards: guards[host.name] ?? [], allowance: limits?.allowance(of: host.name) ?? .unlimited))
        }
        return situations
    }

    /// The situation of one host whose evidence is at hand.
    func situation(
        of host: HostTarget, _ evidence: HostEvidence, _ view: FleetView, at now: Timestamp,
        pressure: PressureState? = nil, guards: [Guard] = [], allowance: Allowance
    ) async throws(StoreError) -> Situation {
        let name = host.name
        let freshness = Freshness(now: now, staleAfter: host.policy.duration(.surveyInterval) * 2)
        let nodes = try await store.nodes(of: name).map { $0.believed(at: freshness) }
        let entries = try await store.ledger(
            LedgerFilter(hosts: [name], since: now.advanced(by: .zero - Self.memory), limit: 500))
        let storage = nodeStorage(of: host, facts: evidence.facts, nodes: nodes)
        return Situation(
            target: host, now: now, facts: evidence.facts, surveyedAt: evidence.completeAt, sources: evidence.sources,
            sample: evidence.sample,
            pressure: pressure
                ?? PressureState(lasting: evidence.sample, receivedAt: evidence.sampledAt, storage: storage),
            nodes: nodes, open: try await store.openEntries(of: [name]), recent: entries.filter { !$0.state.isOpen },
            failures: try await store.failures(of: name), quarantined: view.quarantined,
            holds: view.holds.filter { $0.host == name }, brakes: view.brakes,
            guards: view.guards(of: name) + evidence.foreignGuards + guards,
            allowance: overridesLimits ? .unlimited : allowance, binaries: binaries[name] ?? [:],
            takenNumbers: try await store.takenNumbers(of: name), drawn: try await drawn(host),
            adoption: try await store.adoption(of: name))
    }

    /// Nodes by address over all hosts that have the same `rewards_address` written, kind by kind.
    private func drawn(_ host: HostTarget) async throws(StoreError) -> [String: [String: Int]] {
        var counts: [String: [String: Int]] = [:]
        for kind in host.kinds {
            guard let written = host.policy.written(.rewardsAddress, kind: kind.name) else { continue }
            let scope = inventory.filter { $0.policy.written(.rewardsAddress, kind: kind.name) == written }
            counts[kind.name] = try await store.addresses(of: scope.map(\.name))[kind.name]
        }
        return counts
    }

    /// The situation that a recorded survey describes, without any history: for `plan --input`.
    package static func recorded(_ survey: Survey, of target: HostTarget, at now: Timestamp) -> Situation {
        let evidence = HostEvidence(survey, at: now, completeAt: nil)
        let memory = HostMemory(machineID: nil, bootID: nil, nodes: [])
        let nodes = reconcile(memory, with: survey, of: target.name, at: now).nodes
        let storage = nodeStorage(of: target, facts: survey.facts, nodes: nodes)
        return Situation(
            target: target, now: now, facts: survey.facts, surveyedAt: evidence.completeAt, sources: survey.sources,
            sample: survey.sample,
            pressure: PressureState(lasting: survey.sample, receivedAt: now, storage: storage), nodes: nodes,
            guards: evidence.foreignGuards)
    }
}
