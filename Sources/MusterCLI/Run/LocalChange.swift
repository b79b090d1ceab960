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
    private static func begin(
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

    /// Runs the change and notes how it ended.
    static func record<Result>(
        _ verb: String, _ arguments: [String], _ context: ContextOptions, in session: Session,
        _ change: (LocalChange) async throws -> Result
    ) async throws -> Result {
        let begun = try await begin(verb, arguments, context, in: session)
        do {
            let result = try await change(begun)
            try await begun.store.finish(run: begun.id, at: session.now(), exitCode: Int(ExitStatus.ok.rawValue))
            return result
        } catch {
            let status = ExitStatus(error)
            try? await begun.store.finish(run: begun.id, at: session.now(), exitCode: Int(status.rawValue))
            throw error
        }
    }
}
