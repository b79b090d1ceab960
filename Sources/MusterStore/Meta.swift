import GRDB
import MusterModel

/// Facts about the database itself.
enum Meta {
    static func begin(_ db: Database, now: Timestamp, controllerID: String) throws {
        try set(db, "created_at", String(now.milliseconds))
        try set(db, "controller_id", controllerID)
    }

    /// Makes a copy another controller: with an id of its own, no leases, and surveys to take before it acts.
    static func begin(anew db: Database, now: Timestamp, controllerID: String) throws {
        try set(db, "controller_id", controllerID)
        try set(db, "restored_at", String(now.milliseconds))
        try db.execute(sql: "DELETE FROM lease")
    }

    static func remove(_ db: Database, _ key: String) throws {
        try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [key])
    }

    static func set(_ db: Database, _ key: String, _ value: String) throws {
        try db.execute(sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", arguments: [key, value])
    }

    static func value(_ db: Database, _ key: String) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    }
}

extension Store {
    /// The random name of the controller that this database belongs to; a restored copy gets another one.
    package func controllerID() throws(StoreError) -> String {
        let id = try read { db in try Meta.value(db, "controller_id") }
        guard let id else { throw .unreadable(table: "meta", detail: "no controller_id") }
        return id
    }
}
