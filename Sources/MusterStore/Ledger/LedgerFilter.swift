package import MusterModel

/// Which entries of the ledger are wanted; the newest come first.
package struct LedgerFilter: Hashable, Sendable {
    /// `nil` for all.
    package var hosts: [HostName]?
    /// A node's name on its host.
    package var node: String?
    package var since: Timestamp?
    /// Those that ended as failed, stale or refused.
    package var failedOnly: Bool
    /// Those whose end is not known.
    package var openOnly: Bool
    package var runID: String?
    package var limit: Int

    package init(
        hosts: [HostName]? = nil, node: String? = nil, since: Timestamp? = nil, failedOnly: Bool = false,
        openOnly: Bool = false, runID: String? = nil, limit: Int = 1000
    ) {
        self.hosts = hosts
        self.node = node
        self.since = since
        self.failedOnly = failedOnly
        self.openOnly = openOnly
        self.runID = runID
        self.limit = limit
    }
}
