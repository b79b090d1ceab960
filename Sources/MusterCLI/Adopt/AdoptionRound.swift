import MusterFleet
import MusterModel
import MusterPolicy
import MusterStore

/// One host's adoption, with what was found of the manager before.
struct HostAdoption: Sendable {
    var plan: AdoptionPlan
    var machineID: String?
    var bootID: String
    var files: ManagerFiles
    var ages: [NodeID: Timestamp]
    /// Nodes that earn for another address than was written down.
    var strangers: [String]

    var isForbidden: Bool { !plan.guards.isEmpty }
}

/// Plans adoptions on fresh surveys and carries them out: the manager before first, then Muster's own record.
struct AdoptionRound: Sendable {
    let acting: ActingRun
    /// Hosts of which only some nodes are meant.
    let names: [HostName: [String]]

    /// Whether nodes that were named cannot become managed.
    func refuses(_ adoption: HostAdoption) -> Bool {
        names[adoption.plan.host] != nil && adoption.plan.refused.contains { $0.isMet != true }
    }

    func plans(for surveyed: [HostResult<SurveyedFleetHost>]) async throws -> [HostAdoption] {
        let surveys = Dictionary(
            surveyed.compactMap { result in result.outcome.value.map { (result.host, $0.survey) } }
        ) {
            first, _ in first
        }
        let targets = acting.run.targets.filter { surveys[$0.name] != nil }
        let fleet = acting.run.fleet
        let read = await acting.run.perform(isLast: false) { await fleet.execute(ManagerFiles.command, on: targets) }
        let files = Dictionary(
            read.compactMap { result in
                result.outcome.value.map { (result.host, ManagerFiles($0)) }
            }
        ) { first, _ in first }
        let reader = SituationReader(store: acting.run.store, inventory: acting.run.inventory)
        return try await reader.situations(of: targets, at: acting.session.now()).compactMap {
            situation -> HostAdoption? in
            guard let survey = surveys[situation.target.name] else { return nil }
            let found = files[situation.target.name] ?? ManagerFiles()
            let plan = adoptionPlan(
                names: names[situation.target.name], on: situation, foreign: survey.foreign ?? [],
                disabled: found.disabled(among: situation.nodes))
            let adopted = Set(plan.nodes.map(\.node))
            return HostAdoption(
                plan: plan, machineID: survey.facts.machineID, bootID: survey.facts.bootID, files: found,
                ages: found.ages(of: situation.nodes).filter { adopted.contains($0.key) },
                strangers: found.strangeWallets(among: situation.nodes))
        }
    }

    /// Reserves space, takes the managers before out of work and then the nodes into management, host by host; where one
    /// does not succeed, the next does not happen.
    func carryOut<Value>(
        _ adoptions: [HostAdoption], after earlier: [HostResult<Value>]
    ) async throws -> [HostResult<HostActed>] {
        let allowed = adoptions.filter { !$0.isForbidden }
        var orders: [HostName: [ActionOrder]] = [:]
        for adoption in allowed { orders[adoption.plan.host] = Self.orders(of: adoption) }
        let acted = await acting.act(orders, needing: .seconds(180))
        let byHost = Dictionary(acted.map { ($0.host, $0) }) { first, _ in first }
        for adoption in allowed {
            let result = byHost[adoption.plan.host]
            let entries = result?.outcome.value?.entries ?? []
            let isDone = entries.count == Self.orders(of: adoption).count && entries.allSatisfy { $0.state == .done }
            guard isDone else { continue }
            try await record(adoption, entries)
        }
        return earlier.map { result in
            result.failure() ?? byHost[result.host]
                ?? HostResult(host: result.host, outcome: .ok(HostActed()), took: result.took, address: result.address)
        }
    }

    private static func orders(of adoption: HostAdoption) -> [ActionOrder] {
        func order(_ reason: String, _ foreign: ForeignManager?, _ storages: [String]?) -> ActionOrder {
            ActionOrder(
                verb: .takeOver, node: nil, basis: ActionBasis(bootID: adoption.bootID), cause: .adoption,
                reason: reason, foreign: foreign, storages: storages)
        }
        let storages = adoption.plan.storage.keys.sorted()
        let reserving = storages.isEmpty ? [] : [order("space for removals is reserved", nil, storages)]
        // From below, so that the lines that follow stay where the survey saw them.
        let foreign = adoption.plan.foreign.sorted { ($0.path, $0.line) > ($1.path, $1.line) }
        return reserving + foreign.map { order("\($0.name) gives way to Muster", $0, nil) }
    }

    private func record(_ adoption: HostAdoption, _ entries: [LedgerEntry]) async throws {
        let store = acting.run.store
        let plan = adoption.plan
        let before = try await store.adoption(of: plan.host)
        var undo = before?.undo ?? [:]
        for entry in entries {
            guard let foreign = entry.request.foreign else { continue }
            undo["\(foreign.path):\(foreign.line)"] = entry.report?.facts[ActionFact.undo]?.text
        }
        var storage = before?.machineID == adoption.machineID ? before?.storage ?? [:] : [:]
        storage.merge(plan.storage) { _, new in new }
        try await store.recordAdoption(
            Adoption(
                host: plan.host, machineID: adoption.machineID, storage: storage, undo: undo, at: acting.session.now(),
                by: acting.session.operator))
        try await store.setManaged(true, of: plan.nodes.map(\.node))
        for adopted in plan.nodes { try await store.setDesired(adopted.desired, of: [adopted.node]) }
        try await store.setCreated(adoption.ages)
    }
}
