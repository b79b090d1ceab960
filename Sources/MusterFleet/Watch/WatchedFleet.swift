package import MusterModel

/// What a watch works on, as the inventory says it now.
package struct WatchedFleet: Sendable {
    /// The hosts that were selected.
    package var hosts: [HostTarget]
    /// All hosts of the inventory.
    package var inventory: [HostTarget]

    package init(hosts: [HostTarget], inventory: [HostTarget]) {
        self.hosts = hosts
        self.inventory = inventory
    }
}

/// Reads the inventory anew.
///
/// Returns `nil` where nothing has changed since the last call, throws where it cannot be used: the last valid one
/// stays.
package typealias InventoryReader = @Sendable () async throws -> WatchedFleet?

/// What a watch tells while it runs, for a line on the terminal or in the journal.
package enum WatchEvent: Sendable {
    case connected(HostName)
    /// Unreachable, or its agent ended; tried again after that time.
    case lost(HostName, HostFailure, again: Duration)
    case surveyed(HostName, isComplete: Bool, nodes: Int, took: Duration)
    /// A decision that differs from the last one told.
    case decided(Plan)
    case began(LedgerEntry)
    case ended(LedgerEntry)
    /// An entry of an earlier connection whose end was found out.
    case reconciled(LedgerEntry)
    /// Somebody else acts on the host; the watch skips it until then.
    case skipped(HostName, HostFailure)
    case inventoryChanged(hosts: Int)
    case inventoryInvalid(String)
    /// Anything else that a person should know, such as a full disk or a laptop that slept.
    case remark(String)
}
