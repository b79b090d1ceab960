import GRDB
import MusterModel

/// Reads and writes a ``LedgerEntry`` as a row of `action`.
enum LedgerRow {
    /// Followed by a WHERE clause; `a` is `action`, `h` is `host`.
    static let select = select(using: "")

    /// The same with `index`, where SQLite would walk through the whole ledger for lack of statistics.
    static func select(using index: String) -> String {
        "\(columns) FROM action a \(index.isEmpty ? "" : "INDEXED BY \(index)") JOIN host h ON h.id = a.host_id"
    }

    private static let columns = """
        SELECT h.name, a.id, a.run_id, a.node, a.verb, a.state, a.cause, a.reason, a.decided_by, a.intended_at,
            a.sent_at, a.ended_at, a.request, a.report, a.remark, a.set_by, a.wish_until, a.wish_before, a.settle,
            a.relief_metric, a.relief_value, a.relief_limit
        """

    static let openStates = "('intended', 'sent', 'unknown')"

    static func entry(_ row: Row) throws(StoreError) -> LedgerEntry {
        var row = RowReader(row, table: "action")
        let host = try row.hostName()
        guard let id = ActionID(row.text()) else { throw .unreadable(table: "action", detail: "an id") }
        let (run, node) = (row.text(), row.optionalText())
        let verb = try row.required(ActionVerb.self)
        let state = try row.required(LedgerState.self)
        let cause = try row.required(PlannedAction.Cause.self)
        let (reason, by) = (row.text(), row.text())
        let intendedAt = row.time() ?? Timestamp(milliseconds: 0)
        let (sentAt, endedAt) = (row.time(), row.time())
        var entry = LedgerEntry(
            id: id, runID: run, host: host, node: node, verb: verb, request: try row.json(ActionRequest.self),
            cause: cause, reason: reason, by: by, intendedAt: intendedAt, sentAt: sentAt, endedAt: endedAt,
            state: state)
        entry.report = try row.optionalJSON(ActionReport.self)
        entry.remark = row.optionalText()
        entry.setBy = try row.required(DesiredState.Setter.self)
        entry.wishUntil = row.time()
        entry.wishBefore = try row.optionalJSON(DesiredState.self)
        entry.settle = row.integer()
        entry.relief = try relief(&row)
        return entry
    }

    private static func relief(_ row: inout RowReader) throws(StoreError) -> ReliefReading? {
        let metric = try row.word(PressureMetric.self)
        let (value, limit) = (row.next(Double.self), row.next(Double.self))
        guard let metric, let value, let limit else { return nil }
        return ReliefReading(metric, value: value, limit: limit)
    }

    static func insert(_ entry: LedgerEntry, host: Int64, _ db: Database) throws {
        var row = try Insertion(db, insertSQL)
        for text in [entry.id.text, entry.runID] { row.add(text) }
        row.add(host)
        row.add(entry.node)
        row.add(entry.request.node?.kind)
        row.add(entry.request.node?.number)
        let words = [entry.verb.rawValue, entry.state.rawValue, entry.cause.rawValue, entry.reason, entry.by]
        for text in words { row.add(text) }
        for time in [entry.intendedAt, entry.sentAt, entry.endedAt] { row.add(time) }
        row.add(try JSONColumn.text(entry.request))
        row.addText(try entry.report.map { try JSONColumn.text($0) })
        row.add(entry.remark)
        row.add(entry.setBy.rawValue)
        row.add(entry.wishUntil)
        row.addText(try entry.wishBefore.map { try JSONColumn.text($0) })
        row.add(entry.settle)
        row.add(entry.relief?.metric.rawValue)
        row.add(entry.relief?.value)
        row.add(entry.relief?.limit)
        try row.run()
    }

    private static let insertSQL = SQLText.insert(
        "action",
        """
        id run_id host_id node kind number verb state cause reason decided_by intended_at sent_at ended_at request
        report remark set_by wish_until wish_before settle relief_metric relief_value relief_limit
        """)

    /// The entry with that id; an error if there is none.
    static func entry(_ id: ActionID, _ db: Database) throws -> LedgerEntry {
        let statement = try db.cachedStatement(sql: select + " WHERE a.id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id.text]) else {
            throw StoreError.unknownAction(id.text)
        }
        return try entry(row)
    }
}
