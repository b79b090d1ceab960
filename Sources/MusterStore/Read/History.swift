import GRDB
package import MusterModel

extension Store {
    /// Runs, the newest first; with `host` only those that touched it.
    package func runs(limit: Int, of host: HostName? = nil) throws(StoreError) -> [RunRecord] {
        let filter = """
            WHERE ?1 IS NULL OR r.id IN (SELECT run_id FROM run_host WHERE host_id =
                (SELECT id FROM host WHERE name = ?1))
            """
        return try runs(filter, [host?.text, limit])
    }

    /// Runs that tried again what this one had not achieved, the newest first.
    package func retries(of run: String) throws(StoreError) -> [RunRecord] {
        try runs("WHERE r.retry_of = ?1", [run, Int.max])
    }

    private func runs(_ filter: String, _ arguments: StatementArguments) throws(StoreError) -> [RunRecord] {
        try read { db in
            let sql = """
                SELECT r.id, r.verb, r.arguments, r.started_at, r.ended_at, r.started_by, r.exit_code, r.retry_of
                FROM run r \(filter) ORDER BY r.started_at DESC, r.id LIMIT ?2
                """
            return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in try Self.run(row, db) }
        }
    }

    /// The run whose id begins with `prefix`.
    package func run(beginning prefix: String) throws(StoreError) -> RunRecord {
        let found = try runs(limit: .max).filter { $0.id.hasPrefix(prefix) }
        guard let first = found.first, !prefix.isEmpty else { throw .unknownRun(prefix) }
        guard found.count == 1 else { throw .ambiguousRun(prefix) }
        return first
    }

    private static func run(_ row: Row, _ db: Database) throws -> RunRecord {
        var reader = RowReader(row, table: "run")
        let id = reader.text()
        return RunRecord(
            id: id, verb: reader.text(), arguments: try reader.json([String].self),
            startedAt: reader.time() ?? Timestamp(milliseconds: 0), endedAt: reader.time(), by: reader.text(),
            counts: try counts(of: id, db), exitCode: reader.next(Int64.self).map { Int($0) },
            retryOf: reader.optionalText())
    }

    private static func counts(of run: String, _ db: Database) throws -> [OutcomeKind: Int] {
        let sql = "SELECT outcome, count(*) FROM run_host WHERE run_id = ? GROUP BY outcome"
        var counts: [OutcomeKind: Int] = [:]
        for row in try Row.fetchAll(db, sql: sql, arguments: [run]) {
            var reader = RowReader(row, table: "run_host")
            if let outcome = try reader.word(OutcomeKind.self) { counts[outcome] = Int(reader.integer()) }
        }
        return counts
    }

    /// What became of each host in a run, in the order of their names.
    package func hosts(ofRun id: String) throws(StoreError) -> [RunHost] {
        try read { db in
            let sql = """
                SELECT h.name, r.outcome, r.step, r.message, r.fix, r.at, r.took, r.address
                FROM run_host r JOIN host h ON h.id = r.host_id WHERE r.run_id = ? ORDER BY h.name
                """
            return try Row.fetchAll(db, sql: sql, arguments: [id]).map { row in
                var reader = RowReader(row, table: "run_host")
                let host = try reader.hostName()
                let outcome = try reader.word(OutcomeKind.self) ?? .unknown
                let (step, message, fix) = (reader.text(), reader.optionalText(), reader.optionalText())
                return RunHost(
                    host: host, outcome: outcome,
                    failure: message.map { HostFailure(step: step, message: $0, fix: fix) },
                    at: reader.time() ?? Timestamp(milliseconds: 0), took: reader.integer(),
                    address: reader.optionalText())
            }
        }
    }

    /// Events since `start`, the newest first; with `hosts` only theirs.
    package func events(
        since start: Timestamp, limit: Int, of hosts: [HostName]? = nil
    ) throws(StoreError) -> [FleetEvent] {
        try read { db in
            let sql = """
                SELECT \(Self.eventColumns) FROM event e JOIN host h ON h.id = e.host_id
                WHERE e.at >= ?1 AND (?2 IS NULL OR h.name IN (SELECT value FROM json_each(?2)))
                ORDER BY e.at DESC, e.id DESC LIMIT ?3
                """
            let names = try hosts.map { String(decoding: try JSONColumn.text($0), as: UTF8.self) }
            return try Row.fetchAll(db, sql: sql, arguments: [start.milliseconds, names, limit]).compactMap {
                try Self.event($0)
            }
        }
    }

    static let eventColumns = "e.at, h.name, e.node, e.kind, e.text, e.value_before, e.value_after"

    /// `nil` for a kind that this program does not know.
    static func event(_ row: Row) throws -> FleetEvent? {
        var reader = RowReader(row, table: "event")
        let at = reader.time() ?? Timestamp(milliseconds: 0)
        let host = try reader.hostName()
        let node = reader.optionalText()
        guard let kind = try reader.word(FleetEvent.Kind.self) else { return nil }
        return FleetEvent(
            at: at, host: host, node: node, kind: kind, text: reader.text(), before: reader.optionalText(),
            after: reader.optionalText())
    }
}
