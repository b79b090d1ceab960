import GRDB
package import MusterModel

extension Store {
    /// Entries of the ledger, the newest first.
    package func ledger(_ filter: LedgerFilter) throws(StoreError) -> [LedgerEntry] {
        try read { db in
            var conditions = ["1"]
            var arguments: StatementArguments = []
            if let hosts = filter.hosts {
                conditions.append(
                    "a.host_id IN (SELECT id FROM host WHERE name IN (SELECT value FROM json_each(?)))")
                arguments += [try Self.list(hosts)]
            }
            if let node = filter.node {
                conditions.append("a.node = ?")
                arguments += [node]
            }
            if let since = filter.since {
                conditions.append("a.intended_at >= ?")
                arguments += [since.milliseconds]
            }
            if let runID = filter.runID {
                conditions.append("a.run_id = ?")
                arguments += [runID]
            }
            if filter.failedOnly { conditions.append("a.state IN ('failed', 'stale', 'refused')") }
            if filter.openOnly { conditions.append("a.state IN \(LedgerRow.openStates)") }
            let sql = """
                \(LedgerRow.select(using: filter.index)) WHERE \(conditions.joined(separator: " AND "))
                ORDER BY a.intended_at DESC, a.seq DESC LIMIT ?
                """
            let rows = try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: arguments + [filter.limit])
            return try rows.map { try LedgerRow.entry($0) }
        }
    }

    /// Entries whose end is not known, the oldest first: they are asked about before anything is planned.
    package func openEntries(of hosts: [HostName]? = nil) throws(StoreError) -> [LedgerEntry] {
        var filter = LedgerFilter(hosts: hosts, openOnly: true)
        filter.limit = .max
        return try ledger(filter).reversed()
    }

    /// The entry whose id begins with `prefix`.
    package func entry(beginning prefix: String) throws(StoreError) -> LedgerEntry {
        try read { db in
            guard prefix.utf8.count >= 4, prefix.utf8.allSatisfy(Self.isDigit) else {
                throw StoreError.unknownAction(prefix)
            }
            let rows = try Row.fetchAll(
                db, sql: LedgerRow.select + " WHERE a.id GLOB ? LIMIT 2", arguments: [prefix + "*"])
            guard let first = rows.first else { throw StoreError.unknownAction(prefix) }
            guard rows.count == 1 else { throw StoreError.ambiguousAction(prefix) }
            return try LedgerRow.entry(first)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }

    static func list(_ hosts: [HostName]) throws -> String {
        String(decoding: try JSONColumn.text(hosts), as: UTF8.self)
    }

    /// What happened to an entry, the oldest first.
    package func events(of id: ActionID) throws(StoreError) -> [LedgerEvent] {
        try read { db in
            let sql = """
                SELECT e.at, e.state, e.decided_by, e.remark, e.report
                FROM action_event e JOIN action a ON a.seq = e.action_seq WHERE a.id = ? ORDER BY e.seq
                """
            return try Row.fetchAll(db, sql: sql, arguments: [id.text]).map { row in
                var reader = RowReader(row, table: "action_event")
                return LedgerEvent(
                    at: reader.time() ?? Timestamp(milliseconds: 0), state: try reader.required(LedgerState.self),
                    by: reader.optionalText(), remark: reader.optionalText(),
                    report: try reader.optionalJSON(ActionReport.self))
            }
        }
    }
}

extension LedgerFilter {
    /// The index that narrows most; a ledger grows for years.
    fileprivate var index: String {
        if openOnly { return "open_action" }
        if runID != nil { return "action_of_run" }
        return hosts == nil ? "action_by_time" : "action_of_host"
    }
}

/// One line of an entry's history.
package struct LedgerEvent: Hashable, Sendable {
    package let at: Timestamp
    package let state: LedgerState
    package let by: String?
    package let remark: String?
    package let report: ActionReport?
}
