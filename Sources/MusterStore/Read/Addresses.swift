import GRDB
package import MusterModel

extension Store {
    /// How many nodes of these hosts earn for each address, by kind; for the draw of the next one.
    ///
    /// Counts additions that are on their way as well.
    package func addresses(of hosts: [HostName]) throws(StoreError) -> [String: [String: Int]] {
        try read { db in
            let sql = """
                SELECT n.kind, n.rewards_address, count(*) FROM node n JOIN host h ON h.id = n.host_id
                WHERE n.gone_at IS NULL AND n.rewards_address IS NOT NULL
                    AND h.name IN (SELECT value FROM json_each(?1))
                GROUP BY n.kind, n.rewards_address
                UNION ALL
                SELECT a.kind, a.request ->> '$.node.rewardsAddress', count(*) FROM action a
                    JOIN host h ON h.id = a.host_id
                WHERE a.verb = 'add' AND a.state IN \(LedgerRow.openStates) AND a.kind IS NOT NULL
                    AND h.name IN (SELECT value FROM json_each(?1))
                GROUP BY 1, 2
                """
            var counts: [String: [String: Int]] = [:]
            for row in try Row.fetchAll(db, sql: sql, arguments: [try Self.list(hosts)]) {
                guard let address: String = row[1] else { continue }
                counts[row[0], default: [:]][address, default: 0] += row[2]
            }
            return counts
        }
    }
}
