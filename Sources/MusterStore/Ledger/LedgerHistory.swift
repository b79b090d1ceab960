import GRDB
import MusterModel

/// Writes what happens to an entry: its row's state, and a line of its history.
struct LedgerHistory {
    private let db: Database
    private let now: Timestamp

    init(_ db: Database, at now: Timestamp) {
        self.db = db
        self.now = now
    }

    /// Appends to the entry's history without changing how it stands.
    func note(
        _ id: ActionID, _ state: LedgerState, by: String? = nil, remark: String? = nil, report: ActionReport? = nil
    ) throws {
        var row = try Insertion(db, Self.eventSQL)
        row.add(id.text)
        row.add(now)
        row.add(state.rawValue)
        row.add(by)
        row.add(remark)
        row.addText(try report.map { try JSONColumn.text($0) })
        try row.run()
    }

    func markSent(_ id: ActionID) throws {
        try db.execute(
            sql: "UPDATE action SET state = 'sent', sent_at = ? WHERE id = ?", arguments: [now.milliseconds, id.text])
        try note(id, .sent)
    }

    /// Gives the entry another state; one that is no longer open ends now.
    func become(
        _ id: ActionID, _ state: LedgerState, by: String? = nil, remark: String? = nil, report: ActionReport? = nil
    ) throws {
        var row = try Insertion(db, Self.endSQL)
        row.add(state.rawValue)
        row.add(state.isOpen ? nil : now)
        row.addText(try report.map { try JSONColumn.text($0) })
        row.add(remark)
        row.add(id.text)
        try row.run()
        try note(id, state, by: by, remark: remark, report: report)
    }

    private static let endSQL = """
        UPDATE action SET state = ?, ended_at = ?, report = coalesce(?, report), remark = coalesce(?, remark)
        WHERE id = ?
        """

    private static let eventSQL = """
        INSERT INTO action_event (action_seq, at, state, decided_by, remark, report)
        VALUES ((SELECT seq FROM action WHERE id = ?), ?, ?, ?, ?, ?)
        """
}
