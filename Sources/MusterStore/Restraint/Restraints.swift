import GRDB
import MusterModel

/// Writes of the tables that keep Muster from acting, within somebody's transaction.
struct Restraints {
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// The first failure of a binary is the one that is told.
    func add(_ quarantine: Quarantine, host: Int64) throws {
        try db.execute(
            sql: """
                INSERT INTO quarantine (hash, version, host_id, node, since, reason) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
            arguments: [
                quarantine.hash, quarantine.version, host, quarantine.node, quarantine.since.milliseconds,
                quarantine.reason,
            ])
    }

    func lift(hash: String) throws {
        try db.execute(sql: "DELETE FROM quarantine WHERE hash = ?", arguments: [hash])
    }

    func add(_ hold: Hold, host: Int64) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO hold (host_id, node, reason, decided_by, since, until)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                host, hold.node ?? "", hold.reason, hold.by, hold.since.milliseconds, hold.until?.milliseconds,
            ])
    }
}
