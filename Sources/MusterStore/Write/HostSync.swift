import GRDB
package import MusterModel

extension Store {
    /// What bringing the hosts in line with the inventory changed.
    package struct SyncResult: Hashable, Sendable {
        package var added: [HostName] = []
        package var changed: [HostName] = []
        package var retired: [HostName] = []
        package var returned: [HostName] = []

        package var isEmpty: Bool { added.isEmpty && changed.isEmpty && retired.isEmpty && returned.isEmpty }
    }

    /// Makes `hosts` the inventory: new ones are added, those that left are retired and keep their history.
    @discardableResult
    package func sync(hosts: [HostTarget], at now: Timestamp) throws(StoreError) -> SyncResult {
        // Most syncs change nothing; those need no right to write.
        let plan = try read { db in try HostSync(db).plan(for: hosts) }
        guard !plan.isEmpty else { return plan }
        return try write { db in
            let sync = HostSync(db)
            let plan = try sync.plan(for: hosts)
            try sync.carryOut(plan, hosts: hosts, at: now)
            return plan
        }
    }
}

/// Compares the inventory with table `host`, and brings the table in line.
private struct HostSync {
    let db: Database

    init(_ db: Database) { self.db = db }

    func plan(for hosts: [HostTarget]) throws -> Store.SyncResult {
        var plan = Store.SyncResult()
        var known: [String: (settings: String, isRetired: Bool)] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT name, settings, retired_at FROM host")
        while let row = try rows.next() { known[row[0]] = (row[1], row[2] != nil) }
        var settings = HostSettings()
        for host in hosts {
            guard let old = known.removeValue(forKey: host.name.text) else {
                plan.added.append(host.name)
                continue
            }
            if old.isRetired { plan.returned.append(host.name) }
            if try settings.text(of: host) != Array(old.settings.utf8) { plan.changed.append(host.name) }
        }
        plan.retired = known.filter { !$0.value.isRetired }.keys.compactMap { HostName($0) }.sorted()
        return plan
    }

    func carryOut(_ plan: Store.SyncResult, hosts: [HostTarget], at now: Timestamp) throws {
        let touched = Set(plan.added + plan.changed + plan.returned)
        var settings = HostSettings()
        for host in hosts where touched.contains(host.name) {
            try upsert(host, String(decoding: try settings.text(of: host), as: UTF8.self), at: now)
        }
        for name in plan.retired {
            try db.execute(
                sql: "UPDATE host SET retired_at = ? WHERE name = ?", arguments: [now.milliseconds, name.text])
        }
    }

    private func upsert(_ host: HostTarget, _ settings: String, at now: Timestamp) throws {
        try db.execute(
            sql: """
                INSERT INTO host (name, added_at, settings) VALUES (?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, retired_at = NULL
                """,
            arguments: [host.name.text, now.milliseconds, settings])
        var hosts = HostIDs(db)
        let id = try hosts.id(of: host.name)
        for table in ["host_address", "host_group", "host_label"] {
            try db.execute(sql: "DELETE FROM \(table) WHERE host_id = ?", arguments: [id])
        }
        for (position, address) in host.addresses.enumerated() {
            try db.execute(
                sql: "INSERT INTO host_address (host_id, position, address) VALUES (?, ?, ?)",
                arguments: [id, position, address])
        }
        for group in Set(host.groups) {
            try db.execute(sql: "INSERT INTO host_group (host_id, name) VALUES (?, ?)", arguments: [id, group])
        }
        for (name, value) in host.labels {
            try db.execute(
                sql: "INSERT INTO host_label (host_id, name, value) VALUES (?, ?, ?)", arguments: [id, name, value])
        }
    }
}
