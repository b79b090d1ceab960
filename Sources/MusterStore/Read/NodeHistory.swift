import GRDB
package import MusterModel

/// What the store holds of a host's nodes over a stretch of the past.
package struct NodeHistory: Sendable {
    /// All nodes that the host ever had, as they were known last, with when those that are gone went.
    package var nodes: [(record: NodeRecord, goneAt: Timestamp?)] = []
    /// What surveys noticed of nodes in the stretch, and of each node the last that they noticed before it; the oldest
    /// first.
    package var events: [FleetEvent] = []
    /// What was done, and has ended, in the stretch and in the day before it; the oldest first.
    package var actions: [LedgerEntry] = []
    /// What nodes used, as far as that is kept; the oldest first.
    package var uses: [NodeUse] = []

    package init() {}
}

/// What one node used at one survey.
package struct NodeUse: Hashable, Sendable {
    package var at: Timestamp
    package var node: String
    /// Percent of all processors; `nil` where it did not say.
    package var cpu: Double?
    /// In bytes; `nil` where no process was found.
    package var residentBytes: UInt64?

    package init(at: Timestamp, node: String, cpu: Double? = nil, residentBytes: UInt64? = nil) {
        self.at = at
        self.node = node
        self.cpu = cpu
        self.residentBytes = residentBytes
    }
}

extension Store {
    package func nodeHistory(of host: HostName, since start: Timestamp) throws(StoreError) -> NodeHistory {
        let entries = try ledger(
            LedgerFilter(hosts: [host], since: start.advanced(by: .seconds(-86_400)), limit: .max))
        var history = try read { db in
            var history = NodeHistory()
            let arguments: StatementArguments = [host.text, start.milliseconds]
            let gone = try Row.fetchAll(db, sql: Self.goneAtSQL, arguments: [host.text])
            let goneAt = Dictionary(gone.map { ($0[0] as String, Timestamp(milliseconds: $0[1])) }) { first, _ in first
            }
            for row in try Row.fetchAll(
                db, sql: NodeRow.select + " WHERE h.name = ? ORDER BY n.name", arguments: [host.text])
            {
                var reader = NodeRow(row)
                let record = try reader.record()
                history.nodes.append((record, goneAt[record.id.name]))
            }
            history.events = try Row.fetchAll(db, sql: Self.nodeEventsSQL, arguments: arguments).compactMap {
                try Self.event($0)
            }
            history.uses = try Row.fetchAll(db, sql: Self.usesSQL, arguments: arguments).map { row in
                NodeUse(
                    at: Timestamp(milliseconds: row[0]), node: row[1], cpu: row[2],
                    residentBytes: (row[3] as Int64?).map { UInt64(clamping: $0) })
            }
            return history
        }
        history.actions = entries.filter { $0.state == .done && $0.endedAt != nil }.reversed()
        return history
    }

    private static let goneAtSQL = """
        SELECT n.name, n.gone_at FROM node n JOIN host h ON h.id = n.host_id WHERE h.name = ? AND n.gone_at IS NOT NULL
        """

    private static let nodeEventsSQL = """
        SELECT \(eventColumns) FROM event e JOIN host h ON h.id = e.host_id
        WHERE h.name = ?1 AND e.node IS NOT NULL AND (e.at >= ?2 OR e.id IN (
            SELECT max(b.id) FROM event b WHERE b.host_id = h.id AND b.at < ?2 AND b.value_after IS NOT NULL
                AND b.kind IN ('node-appeared', 'status-changed') GROUP BY b.node))
        ORDER BY e.at, e.id
        """

    private static let usesSQL = """
        SELECT s.at, s.name, s.cpu, s.resident FROM node_sample s JOIN host h ON h.id = s.host_id
        WHERE h.name = ? AND s.at >= ? ORDER BY s.at, s.name
        """
}
