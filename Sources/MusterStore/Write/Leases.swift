import GRDB
package import MusterModel

extension Store {
    /// Takes the leases of all `hosts` that nobody else holds; returns those that somebody does.
    ///
    /// A lease whose time is over is free, and so is one whose process on this machine has ended. One's own leases are
    /// extended.
    package func acquireLeases(
        of hosts: [HostName], holder: String, at now: Timestamp, until: Timestamp
    ) throws(StoreError) -> [Lease] {
        try write(.full) { db in
            let own = LeaseProcess.own
            try heal(db, at: now, seenFrom: own)
            var ids = HostIDs(db)
            var held: [Lease] = []
            for host in hosts {
                let id = try ids.id(of: host)
                if let lease = try Self.lease(of: host, id: id, db), lease.holder != holder {
                    held.append(lease)
                } else {
                    try db.execute(
                        sql: """
                            INSERT INTO lease (host_id, holder, since, until, process) VALUES (?, ?, ?, ?, ?)
                            ON CONFLICT (host_id) DO UPDATE SET until = excluded.until
                            """,
                        arguments: [id, holder, now.milliseconds, until.milliseconds, own?.text])
                }
            }
            return held
        }
    }

    /// Removes the leases whose holders died without giving them back, and those from a future that a wrong clock
    /// showed.
    private func heal(_ db: Database, at now: Timestamp, seenFrom own: LeaseProcess?) throws {
        try db.execute(
            sql: "DELETE FROM lease WHERE until <= ? OR since > ?",
            arguments: [now.milliseconds, now.advanced(by: .seconds(300)).milliseconds])
        let processes = try String.fetchAll(db, sql: "SELECT DISTINCT process FROM lease WHERE process IS NOT NULL")
        for process in processes where LeaseProcess(process)?.hasEnded(seenFrom: own) ?? false {
            try db.execute(sql: "DELETE FROM lease WHERE process = ?", arguments: [process])
        }
    }

    private static func lease(of host: HostName, id: Int64, _ db: Database) throws -> Lease? {
        let sql = "SELECT holder, since, until FROM lease WHERE host_id = ?"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [id]) else { return nil }
        return Lease(
            host: host, holder: row[0], since: Timestamp(milliseconds: row[1]), until: Timestamp(milliseconds: row[2]))
    }

    /// Lets the holder of a lease know that somebody waits for it.
    package func wantLease(of host: HostName, until: Timestamp) throws(StoreError) {
        try write { db in
            var ids = HostIDs(db)
            try db.execute(
                sql: "UPDATE lease SET wanted_until = ? WHERE host_id = ?",
                arguments: [until.milliseconds, try ids.id(of: host)])
        }
    }

    /// Whether somebody waits for a lease now.
    package func isLeaseWanted(of host: HostName, at now: Timestamp) throws(StoreError) -> Bool {
        try read { db in
            let sql = """
                SELECT 1 FROM lease l JOIN host h ON h.id = l.host_id WHERE h.name = ? AND l.wanted_until > ?
                """
            return try Row.fetchOne(db, sql: sql, arguments: [host.text, now.milliseconds]) != nil
        }
    }

    /// Gives leases back, all that `holder` has or only those of some hosts; nobody else's.
    package func releaseLeases(heldBy holder: String, of hosts: [HostName]? = nil) throws(StoreError) {
        try write { db in
            let names = try hosts.map { try Self.list($0) }
            try db.execute(
                sql: """
                    DELETE FROM lease WHERE holder = ?1 AND (?2 IS NULL
                        OR host_id IN (SELECT id FROM host WHERE name IN (SELECT value FROM json_each(?2))))
                    """, arguments: [holder, names])
        }
    }

    /// All leases that hold at `now`.
    package func leases(at now: Timestamp) throws(StoreError) -> [Lease] {
        try read { db in
            let sql = """
                SELECT h.name, l.holder, l.since, l.until FROM lease l JOIN host h ON h.id = l.host_id
                WHERE l.until > ? ORDER BY h.name
                """
            return try Row.fetchAll(db, sql: sql, arguments: [now.milliseconds]).map { row in
                var reader = RowReader(row, table: "lease")
                return Lease(
                    host: try reader.hostName(), holder: reader.text(),
                    since: reader.time() ?? now, until: reader.time() ?? now)
            }
        }
    }
}
