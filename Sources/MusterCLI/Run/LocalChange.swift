import MusterIO
import MusterInventory
import MusterModel
import MusterStore

/// A change of what is remembered, without contact to any host; it has its line in the history all the same.
struct LocalChange: Sendable {
    let store: Store
    let inventory: Inventory
    private let id: String

    /// Reads the inventory, brings the store in line with it and notes that the change began.
    static func begin(
        _ verb: String, _ arguments: [String], _ context: ContextOptions, in session: Session
    ) async throws -> LocalChange {
        let inventory = try context.inventory(in: session)
        let store = try context.writableStore(in: session)
        let now = session.now()
        try await store.sync(hosts: try context.writtenInventory(in: session).targets, at: now)
        let id = session.randomness.hex(16)
        try await store.begin(
            RunRecord(id: id, verb: verb, arguments: arguments, startedAt: now, by: session.operator))
        return LocalChange(store: store, inventory: inventory, id: id)
    }

    func finish(at now: Timestamp) async throws {
        try await store.finish(run: id, at: now, exitCode: Int(ExitStatus.ok.rawValue))
    }
}
