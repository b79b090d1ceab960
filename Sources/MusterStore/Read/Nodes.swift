import GRDB
package import MusterModel

extension Store {
    /// A host's nodes as the last survey left them, in the order of their names: the memory that the next one is
    /// compared with.
    package func nodes(of host: HostName) throws(StoreError) -> [NodeRecord] {
        try read { db in
            let sql = NodeRow.select + " WHERE h.name = ? AND n.gone_at IS NULL ORDER BY n.name"
            return try Self.records(db, sql, [host.text])
        }
    }

    /// The next `limit` nodes of the fleet after `position`, in the order of host and name, as they may be believed now.
    ///
    /// Pages, so that no read transaction outlives one of them. `hosts` limits the view; retired hosts are left out.
    package func nodes(
        after position: NodeID? = nil, limit: Int, of hosts: [HostName]? = nil, at freshness: Freshness
    ) throws(StoreError) -> [NodeRecord] {
        try read { db in
            // The first comparison lets SQLite begin at the host, the second at the node.
            var condition = """
                 WHERE h.name >= ? AND (h.name, n.name) > (?, ?) AND n.gone_at IS NULL AND h.retired_at IS NULL
                """
            let host = position?.host.text ?? ""
            var arguments: StatementArguments = [host, host, position?.name ?? ""]
            if let hosts {
                condition += " AND h.name IN (SELECT value FROM json_each(?))"
                arguments += [String(decoding: try JSONColumn.text(hosts), as: UTF8.self)]
            }
            let sql = NodeRow.select + condition + " ORDER BY h.name, n.name LIMIT ?"
            return try Self.records(db, sql, arguments + [limit]).map { $0.believed(at: freshness) }
        }
    }

    private static func records(_ db: Database, _ sql: String, _ arguments: StatementArguments) throws -> [NodeRecord] {
        var records: [NodeRecord] = []
        let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            var reader = NodeRow(row)
            records.append(try reader.record())
        }
        return records
    }
}
