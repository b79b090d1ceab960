import GRDB
import Glibc
package import MusterModel

extension Store {
    package func size(at now: Timestamp) throws(StoreError) -> DatabaseSize {
        let file = DatabaseFile(path: path)
        let bytes = try (file.size(of: path) ?? 0) + (file.size(of: file.walPath) ?? 0)
        let growth = try read { db in try Self.growth(until: now, db) }
        return DatabaseSize(bytes: bytes, growthPerDay: growth, free: try file.freeBytes())
    }

    /// Remembers the size, at most once an hour; a year's sizes are kept.
    func noteSize(at now: Timestamp) throws(StoreError) {
        let last = try read { db in try Int64.fetchOne(db, sql: "SELECT max(at) FROM size_sample") }
        if let last, now.since(Timestamp(milliseconds: last)) < .seconds(3600) { return }
        try write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO size_sample (at, bytes) VALUES (?, ?)",
                arguments: [now.milliseconds, try Self.content(db)])
            try db.execute(
                sql: "DELETE FROM size_sample WHERE at < ?",
                arguments: [now.advanced(by: .seconds(-366 * 86_400)).milliseconds])
        }
    }

    /// Bytes of pages that hold something: what was pruned is used again before the file grows.
    private static func content(_ db: Database) throws -> Int64 {
        let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let unused = try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        return (pages - unused) * (try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
    }

    private static func growth(until now: Timestamp, _ db: Database) throws -> Double? {
        let week = now.advanced(by: .seconds(-7 * 86_400)).milliseconds
        let sql = "SELECT at, bytes FROM size_sample WHERE at >= ? ORDER BY at LIMIT 1"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [week]) else { return nil }
        let days = now.since(Timestamp(milliseconds: row[0])) / .seconds(86_400)
        return days < 1 ? nil : Double(try content(db) - (row[1] as Int64)) / days
    }
}

extension DatabaseFile {
    /// Bytes that an ordinary user may still write where the file is.
    func freeBytes() throws(StoreError) -> Int64 {
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else { throw .lastSystemError("look at", directory) }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }
}
