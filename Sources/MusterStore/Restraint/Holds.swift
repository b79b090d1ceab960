import GRDB
package import MusterModel

extension Store {
    /// Holds hosts or nodes; a later word about the same one takes the place of the earlier.
    package func hold(_ holds: [Hold]) throws(StoreError) {
        try write(.full) { db in
            var hosts = HostIDs(db)
            for hold in holds { try Restraints(db).add(hold, host: try hosts.id(of: hold.host)) }
        }
    }

    package func hold(_ hold: Hold) throws(StoreError) { try self.hold([hold]) }

    /// Ends the hold of a node, or with `nil` that of the host itself; whether there was one.
    @discardableResult
    package func unhold(host: HostName, node: String? = nil) throws(StoreError) -> Bool {
        try write(.full) { db in
            var hosts = HostIDs(db)
            try db.execute(
                sql: "DELETE FROM hold WHERE host_id = ? AND node = ?",
                arguments: [try hosts.id(of: host), node ?? ""])
            return db.changesCount > 0
        }
    }

    /// The holds that are in force, in the order of host and node.
    package func holds(at now: Timestamp) throws(StoreError) -> [Hold] {
        try read { db in
            let sql = """
                SELECT h.name, d.node, d.reason, d.decided_by, d.since, d.until
                FROM hold d JOIN host h ON h.id = d.host_id
                WHERE h.retired_at IS NULL AND (d.until IS NULL OR d.until > ?) ORDER BY h.name, d.node
                """
            return try Row.fetchAll(db, sql: sql, arguments: [now.milliseconds]).map { row in
                var reader = RowReader(row, table: "hold")
                let host = try reader.hostName()
                let node = reader.text()
                return Hold(
                    host: host, node: node.isEmpty ? nil : node, reason: reader.text(), by: reader.text(),
                    since: reader.time() ?? now, until: reader.time())
            }
        }
    }
}
