import MusterFleet
import MusterInventory
import MusterModel
import MusterStore

/// The inventory as a watch reads it: again and again, and taken over only where it changed and has no mistake.
actor InventorySource {
    private let options: TouchOptions
    private let store: Store
    private let session: Session
    private var last: InventoryFiles?

    init(_ options: TouchOptions, store: Store, _ session: Session) {
        self.options = options
        self.store = store
        self.session = session
    }

    /// `nil` where the files are what they were.
    func read() async throws -> WatchedFleet? {
        let files = try options.context.inventoryFiles(in: session)
        guard files != last else { return nil }
        // Remembered with their mistakes too: those are told once, until the files change again.
        last = files
        do {
            return try await fleet(of: files)
        } catch let error as StoreError {
            // No fault of the files: they are read again until the database can be written.
            last = nil
            throw error
        }
    }

    private func fleet(of files: InventoryFiles) async throws -> WatchedFleet {
        let inventory = try options.context.inventory(of: files)
        let now = session.now()
        try await store.sync(hosts: try files.load().targets, at: now)
        let selection = try await options.hosts.selection(
            from: inventory, store: store, freshness: Freshness(now: now, staleAfter: FreshnessOptions.standard))
        selection.tellUndecided(in: session)
        return WatchedFleet(
            hosts: selection.hosts.compactMap { inventory[$0]?.target }, inventory: inventory.targets)
    }
}
