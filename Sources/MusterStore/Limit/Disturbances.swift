import GRDB
package import MusterModel

extension Store {
    /// Nodes that work less than they should now, or may: those that count against the limits of their group.
    ///
    /// Each node once, by the first of its causes.
    package func disturbances(at freshness: Freshness) throws(StoreError) -> [Disturbance] {
        try read { db in
            var found: [NodeID: Disturbance.Cause] = [:]
            try Self.collect(.open, Self.openSQL, [], db, &found)
            let now = freshness.now.milliseconds
            try Self.collect(.settling, Self.settlingSQL, [now], db, &found)
            try Self.collect(.stoppedByUpgrade, Self.stoppedSQL, [], db, &found)
            try Self.collect(.unknown, Self.unknownSQL, [freshness.cutoff.milliseconds], db, &found)
            return found.map { Disturbance(node: $0, cause: $1) }.sorted { $0.node < $1.node }
        }
    }

    private static func collect(
        _ cause: Disturbance.Cause, _ sql: String, _ arguments: StatementArguments, _ db: Database,
        _ found: inout [NodeID: Disturbance.Cause]
    ) throws {
        let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            var reader = RowReader(row, table: "node")
            let node = NodeID(host: try reader.hostName(), name: reader.text())
            if found[node] == nil { found[node] = cause }
        }
    }

    private static let openSQL = """
        SELECT h.name, a.node FROM action a INDEXED BY open_action JOIN host h ON h.id = a.host_id
        WHERE a.state IN \(LedgerRow.openStates) AND a.node IS NOT NULL AND h.retired_at IS NULL
            AND a.verb IN \(disturbingVerbs)
        """

    private static let nodes = """
        SELECT h.name, n.name FROM node n JOIN host h ON h.id = n.host_id
        WHERE n.gone_at IS NULL AND h.retired_at IS NULL AND n.managed = 1 AND
        """

    /// A start that settles disturbs nobody: the node worked less before it.
    private static let settlingSQL = nodes + " n.open_ends_at > ? AND n.open_verb IN ('restart', 'upgrade', 'remove')"

    private static let stoppedSQL = nodes + " n.desired_goal = 'stopped' AND n.desired_by = 'upgrade'"

    private static let unknownSQL =
        nodes + " (n.status = 'UNKNOWN' OR n.evidence_at < ? AND n.status NOT IN ('DISABLED', 'STOPPED'))"
}
