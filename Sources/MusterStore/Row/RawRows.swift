import GRDB
import GRDBSQLite

/// The rows of a query, read column by column without values in between; for scans over all nodes.
struct RawRows: ~Copyable {
    private let statement: OpaquePointer
    private let db: Database

    init(_ db: Database, _ sql: String) throws {
        self.db = db
        statement = try db.cachedStatement(sql: sql).sqliteStatement
    }

    deinit { sqlite3_reset(statement) }

    /// Moves on to the next row; false after the last one.
    mutating func next() throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection)),
                message: String(cString: sqlite3_errmsg(db.sqliteConnection)))
        }
    }

    /// 0 for NULL.
    borrowing func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    borrowing func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// What a text column means; `nil` for NULL.
    borrowing func value<Value>(_ column: Int32, _ memory: inout RepeatedText<Value>) -> Value? {
        guard let text = sqlite3_column_text(statement, column) else { return nil }
        return memory.value(UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column))))
    }
}

/// The meaning of a text that is mostly the same from row to row, worked out only when it changes.
struct RepeatedText<Value> {
    private let meaning: (String) -> Value
    private var text: [UInt8] = []
    private var last: Value?

    init(_ meaning: @escaping (String) -> Value) { self.meaning = meaning }

    mutating func value(_ bytes: UnsafeBufferPointer<UInt8>) -> Value {
        if let last, text.count == bytes.count, text.elementsEqual(bytes) { return last }
        let value = meaning(String(decoding: bytes, as: UTF8.self))
        text = Array(bytes)
        last = value
        return value
    }
}
