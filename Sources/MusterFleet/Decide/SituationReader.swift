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

    /// One situation per host that was ever surveyed, in the order of `hosts`; the limits above the hosts are left to
    /// whoever plans.
    package func situations(of hosts: [HostTarget], at now: Timestamp) async throws(StoreError) -> [Situation] {
        let view = try await FleetView(store, hosts: hosts, inventory: inventory, at: now)
        var situations: [Situation] = []
        for host in hosts {
            guard let evidence = try await HostEvidence(store, of: host.name) else { continue }
            situations.append(try await situation(of: host, evidence, view, at: now))
        }
        return situations
    }

    /// Decides on hosts one after the other, in the order of `hosts`; those that were never surveyed are left out.
    ///
    /// What `plan` shows and what `apply` does: with the same evidence and the same hosts the plans are the same.
    package func decisions(on hosts: [HostTarget], at now: Timestamp) async throws(StoreError) -> [HostDecision] {
        let situations = try await situations(of: hosts, at: now)
        var round = try await round(at: now)
        return situations.map { round.plan($0) }
    }

    /// A round in which nothing is planned yet.
    package func round(at now: Timestamp) async throws(StoreError) -> PlanRound {
        PlanRound(limits: overridesLimits ? nil : try await LimitDesk.count(store, inventory, at: now))
    }

    /// The situation of one host whose evidence is at hand.
    ///
    /// - Parameter guards: what rounds above the hosts found.
    func situation(
        of host: HostTarget, _ evidence: HostEvidence, _ view: FleetView, at now: Timestamp, guards: [Guard] = []
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
            pressure: PressureState(lasting: evidence.sample, receivedAt: evidence.sampledAt, storage: storage),
            nodes: nodes, open: try await store.openEntries(of: [name]), recent: entries.filter { !$0.state.isOpen },
            failures: try await store.failures(of: name), quarantined: view.quarantined,
            programs: view.quarantined.isEmpty ? [:] : try await store.placedPrograms(of: name),
            holds: view.holds.filter { $0.host == name }, brakes: view.brakes,
            guards: view.guards(of: name) + evidence.foreignGuards + guards, binaries: binaries[name] ?? [:],
            takenNumbers: try await store.takenNumbers(of: name), drawn: view.neighbours.drawn(host),
            sharedPorts: view.neighbours.ports(beside: host), adoption: try await store.adoption(of: name))
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
