import GRDB
package import MusterModel

extension Store {
    /// Nodes that work less than they should now, or may: those that count against the limits of their group.
    ///
    /// Each node once, by the first of its causes.
    package func disturbances(at freshness: Freshness) throws(StoreError) -> [Disturbance] {
        try read { db in
            var found: [NodeID: Disturbance.Cause] = [:]
            try Self.collect(Self.openSQL, [], db, &found)
            let times: StatementArguments = [freshness.now.milliseconds, freshness.cutoff.milliseconds]
            try Self.collect(Self.nodeSQL, times, db, &found)
            return found.map { Disturbance(node: $0, cause: $1) }.sorted { $0.node < $1.node }
        }
    }

    private static func collect(
        _ sql: String, _ arguments: StatementArguments, _ db: Database, _ found: inout [NodeID: Disturbance.Cause]
    ) throws {
        let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            var reader = RowReader(row, table: "node")
            let node = NodeID(host: try reader.hostName(), name: reader.text())
            if found[node] == nil { found[node] = try reader.required(Disturbance.Cause.self) }
        }
    }

    private static let openSQL = """
        SELECT h.name, a.node, 'open' FROM action a INDEXED BY open_action JOIN host h ON h.id = a.host_id
        WHERE a.state IN \(LedgerRow.openStates) AND a.node IS NOT NULL AND h.retired_at IS NULL
            AND a.verb IN \(disturbingVerbs)
        """

    /// All nodes in one pass.
    ///
    /// A start that settles disturbs nobody: the node worked less before it. Neither does a restart of which a survey
    /// has seen the goal, which is when its node reads RUNNING. Evidence that is merely old says nothing either way; where somebody tried since then and the host did not answer, its nodes are UNKNOWN.
    private static let nodeSQL = """
        SELECT host, node, cause FROM (
            SELECT h.name AS host, n.name AS node, CASE
                WHEN n.open_ends_at > ?1 AND n.open_verb IN ('restart', 'upgrade', 'remove')
                    AND n.status <> 'RUNNING' THEN 'settling'
                WHEN n.desired_goal = 'stopped' AND n.desired_by = 'upgrade' THEN 'stopped-by-upgrade'
                WHEN n.status = 'UNKNOWN' THEN 'unknown'
                WHEN n.evidence_at < ?2 AND n.status NOT IN ('DISABLED', 'STOPPED')
                    AND h.contact_at > n.evidence_at AND h.outcome <> 'ok' THEN 'unknown'
            END AS cause
            FROM node n JOIN host h ON h.id = n.host_id
            WHERE n.managed = 1 AND n.gone_at IS NULL AND h.retired_at IS NULL
        ) WHERE cause IS NOT NULL
        """
}
