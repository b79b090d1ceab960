import GRDB
package import MusterModel

extension Store {
    /// How often actions failed, of one host or of all, those that wait for a human first.
    package func failures(of host: HostName? = nil) throws(StoreError) -> [NodeFailure] {
        try read { db in
            let sql = """
                SELECT h.name, f.node, f.verb, f.binary, f.count, f.last_at, f.message
                FROM node_failure f JOIN host h ON h.id = f.host_id
                WHERE h.retired_at IS NULL AND (?1 IS NULL OR h.name = ?1)
                ORDER BY f.count >= ?2 DESC, h.name, f.node, f.verb, f.binary
                """
            return try Row.fetchAll(db, sql: sql, arguments: [host?.text, NodeFailure.patience]).map { row in
                var reader = RowReader(row, table: "node_failure")
                return NodeFailure(
                    node: NodeID(host: try reader.hostName(), name: reader.text()),
                    verb: try reader.required(ActionVerb.self), binary: reader.text(), count: Int(reader.integer()),
                    lastAt: reader.time() ?? Timestamp(milliseconds: 0), message: reader.text())
            }
        }
    }

    /// Forgets the failures of nodes, so that they are tried again; returns how many of the nodes had any.
    @discardableResult
    package func clearFailures(of nodes: [NodeID]) throws(StoreError) -> Int {
        try write(.full) { db in
            var hosts = HostIDs(db)
            var cleared = 0
            for node in nodes {
                try db.execute(
                    sql: "DELETE FROM node_failure WHERE host_id = ? AND node = ?",
                    arguments: [try hosts.id(of: node.host), node.name])
                if db.changesCount > 0 { cleared += 1 }
            }
            return cleared
        }
    }

    /// Binaries that no node gets, the latest first.
    package func quarantines() throws(StoreError) -> [Quarantine] {
        try read { db in
            let sql = """
                SELECT h.name, q.hash, q.version, q.node, q.since, q.reason
                FROM quarantine q JOIN host h ON h.id = q.host_id ORDER BY q.since DESC, q.hash
                """
            return try Row.fetchAll(db, sql: sql).map { row in
                var reader = RowReader(row, table: "quarantine")
                let host = try reader.hostName()
                let (hash, version, node) = (reader.text(), reader.optionalText(), reader.text())
                return Quarantine(
                    hash: hash, version: version, host: host, node: node,
                    since: reader.time() ?? Timestamp(milliseconds: 0), reason: reader.text())
            }
        }
    }

    /// Lets a binary be tried again; whether it was kept away.
    ///
    /// One on a host whose hash nobody knows is kept away by its version.
    @discardableResult
    package func liftQuarantine(of source: BinarySource) throws(StoreError) -> Bool {
        try write(.full) { db in
            let column = source.sha256 == nil ? "version" : "hash"
            try db.execute(
                sql: "DELETE FROM quarantine WHERE \(column) = ?", arguments: [source.sha256 ?? source.version])
            return db.changesCount > 0
        }
    }
}
