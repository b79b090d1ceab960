package import MusterInventory
import MusterModel
import MusterStore

extension HostOptions {
    /// The hosts of the inventory that are meant; none is an error.
    ///
    /// Hosts for which the condition has no answer are left out and told. The store is opened only where the
    /// condition asks for more than the inventory knows.
    package func chosen(
        from inventory: Inventory, _ context: ContextOptions, _ session: Session
    ) async throws -> [ResolvedHost] {
        let query = try query()
        let stored = try await Self.storedFacts(for: query.condition, context, session)
        let selection = try query.select(from: inventory.space) { name in
            let own = inventory[name]?.target.inventoryFacts ?? [:]
            return own.merging(stored[name] ?? [:]) { own, _ in own }
        }
        selection.tellUndecided(in: session)
        return try selection.required().hosts.compactMap { inventory[$0] }
    }

    private static func storedFacts(
        for condition: Condition?, _ context: ContextOptions, _ session: Session
    ) async throws -> [HostName: [String: Scalar]] {
        guard let condition, !condition.fields.allSatisfy(HostTarget.isInventoryFact) else { return [:] }
        let store = try Store.open(context.databaseLocation(in: session), mode: .readOnly)
        // Two survey intervals at the default of 300 s.
        let facts = try await store.facts(at: Freshness(now: session.now(), staleAfter: .seconds(600)))
        try await store.close()
        return facts
    }
}

extension HostTarget {
    /// What conditions may ask without any survey, by the store's names.
    fileprivate var inventoryFacts: [String: Scalar] {
        var facts: [String: Scalar] = ["host": .text(name.text)]
        for (label, value) in labels { facts["label.\(label)"] = .text(value) }
        for group in groups { facts["group.\(group)"] = .integer(1) }
        return facts
    }

    fileprivate static func isInventoryFact(_ field: String) -> Bool {
        field == "host" || field.hasPrefix("label.") || field.hasPrefix("group.")
    }
}
