import GRDB
import GRDBSQLite
import MusterModel

/// A prepared statement whose parameters are filled in from left to right, row after row.
///
/// Talks to SQLite directly: arguments boxed one by one cost more than the insert itself. The statement is the
/// connection's cached one, so an instance is made per transaction and used by nobody else meanwhile.
struct Insertion {
    private let statement: OpaquePointer
    private let db: Database
    private var index: Int32 = 0

    init(_ db: Database, _ sql: String) throws {
        self.db = db
        statement = try db.cachedStatement(sql: sql).sqliteStatement
    }

    mutating func add(_ value: Int64?) {
        index += 1
        if let value { sqlite3_bind_int64(statement, index, value) } else { sqlite3_bind_null(statement, index) }
    }

    /// A number that is not finite has no place in a table of measurements, and becomes NULL.
    mutating func add(_ value: Double?) {
        index += 1
        if let value, value.isFinite {
            sqlite3_bind_double(statement, index, value)
        } else {
            sqlite3_bind_null(statement, index)
        }
    }

    mutating func add(_ value: String?) {
        index += 1
        guard var value else {
            sqlite3_bind_null(statement, index)
            return
        }
        value.withUTF8 { bind($0) }
    }

    mutating func add(_ value: [UInt8]) {
        index += 1
        value.withUnsafeBufferPointer { bind($0) }
    }

    /// Text whose bytes are there already; NULL for `nil`.
    mutating func addText(_ value: [UInt8]?) {
        if let value { add(value) } else { add(nil as String?) }
    }

    mutating func add(_ value: Timestamp?) { add(value?.milliseconds) }

    mutating func add(_ value: Bool) { add(value ? 1 : 0 as Int64) }

    /// Clamped, because SQLite has no unsigned integers and a host may claim any size.
    mutating func add(_ value: UInt64?) { add(value.map { Int64(clamping: $0) }) }

    /// Runs the statement with what was added, and makes it ready for the next row.
    mutating func run() throws {
        defer {
            sqlite3_reset(statement)
            index = 0
        }
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE || code == SQLITE_ROW else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection)),
                message: String(cString: sqlite3_errmsg(db.sqliteConnection)))
        }
    }

    private func bind(_ bytes: UnsafeBufferPointer<UInt8>) {
        bytes.withMemoryRebound(to: CChar.self) {
            // A null pointer would bind NULL; an empty text has any other address.
            let text = $0.baseAddress ?? UnsafePointer(bitPattern: 1)
            _ = sqlite3_bind_text(statement, index, text, Int32(clamping: $0.count), Self.copied)
        }
    }

    /// `SQLITE_TRANSIENT`: SQLite makes its own copy before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
