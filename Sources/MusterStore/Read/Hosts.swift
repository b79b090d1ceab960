import GRDB
package import MusterModel

extension Store {
    /// The settings with which each host of the inventory was last synced.
    package func hostSettings() throws(StoreError) -> [HostTarget] {
        try read { db in
            let sql = "SELECT settings FROM host WHERE retired_at IS NULL ORDER BY name"
            return try String.fetchAll(db, sql: sql).map {
                try JSONColumn.value(HostTarget.self, $0, table: "host")
            }
        }
    }

    /// The state of each host in the order of their names, as it may be believed now.
    package func hosts(at freshness: Freshness, retired: Bool = false) throws(StoreError) -> [HostState] {
        try read { db in
            var states = try HostRows(db).states(retired: retired)
            var tallies = try NodeTallies(db, freshness: freshness).byHost()
            for (id, index) in states.index {
                states.list[index].nodes = tallies.removeValue(forKey: id) ?? NodeTally()
            }
            return states.list
        }
    }

    /// The newest survey of a host as it was received, for replay and for views of one host.
    package func latestSurvey(of host: HostName) throws(StoreError) -> StoredSurvey? {
        try surveys(of: host, limit: 1).first
    }

    /// Kept surveys of a host, the newest first.
    package func surveys(of host: HostName, limit: Int) throws(StoreError) -> [StoredSurvey] {
        try read { db in
            let sql = """
                SELECT s.at, s.run_id, s.document FROM survey s JOIN host h ON h.id = s.host_id
                WHERE h.name = ? ORDER BY s.at DESC LIMIT ?
                """
            return try Row.fetchAll(db, sql: sql, arguments: [host.text, limit]).map { row in
                var reader = RowReader(row, table: "survey")
                return StoredSurvey(
                    at: reader.time() ?? Timestamp(milliseconds: 0), runID: reader.optionalText(),
                    survey: try reader.json(Survey.self))
            }
        }
    }

    /// Which machine last answered under that name; `nil` for a host that was never synced.
    package func identity(of host: HostName) throws(StoreError) -> HostIdentity? {
        try read { db in
            let sql = "SELECT machine_id, boot_id FROM host WHERE name = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [host.text]) else { return nil }
            return HostIdentity(machineID: row[0], bootID: row[1])
        }
    }

    /// Machine and boot ids under which hosts were last seen, to find one machine under two names.
    package func identities() throws(StoreError) -> [HostName: HostIdentity] {
        try read { db in
            let sql = "SELECT name, machine_id, boot_id FROM host WHERE retired_at IS NULL"
            var identities: [HostName: HostIdentity] = [:]
            for row in try Row.fetchAll(db, sql: sql) {
                var reader = RowReader(row, table: "host")
                identities[try reader.hostName()] = HostIdentity(
                    machineID: reader.optionalText(), bootID: reader.optionalText())
            }
            return identities
        }
    }
}

/// A survey and when the controller received it.
package struct StoredSurvey: Hashable, Sendable {
    package let at: Timestamp
    package let runID: String?
    package let survey: Survey
}

/// Which machine, and which boot of it, answered under a host's name.
package struct HostIdentity: Hashable, Sendable {
    package let machineID: String?
    package let bootID: String?
}
