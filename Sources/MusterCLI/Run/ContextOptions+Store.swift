import MusterIO
import MusterInventory
import MusterModel
import MusterStore

extension ContextOptions {
    /// The database, made or brought up to date where that is needed.
    func writableStore(in session: Session) throws -> Store {
        try Store.open(
            databaseLocation(in: session),
            mode: .readWrite(now: session.now(), newControllerID: session.randomness.hex(16)))
    }

    /// The database for verbs that only look.
    func readableStore(in session: Session) throws -> Store {
        try Store.open(databaseLocation(in: session), mode: .readOnly)
    }
}

extension HostOptions {
    /// The hosts that are meant; facts are asked of the store only where there is a condition.
    func selection(from inventory: Inventory, store: Store, freshness: Freshness) async throws -> HostSelection {
        let query = try query()
        let facts = query.condition == nil ? [:] : try await store.facts(at: freshness)
        return try query.select(from: inventory.space) { facts[$0] ?? [:] }.required()
    }
}

extension HostSelection {
    /// Names the hosts for which the condition has no answer: they are not selected.
    func tellUndecided(in session: Session) {
        guard !undecided.isEmpty else { return }
        session.output.note("no facts to decide on: \(undecided.map(\.text).joined(separator: ", "))")
    }
}
