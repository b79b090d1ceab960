import GRDBSQLite

/// What SQLite alone costs: the rows of a database, inserted into an empty one of the same shape.
///
/// One transaction for all of them, with statements that are prepared once and values that are bound as they were read.
struct BareRows {
    private let source: OpaquePointer
    private let target: OpaquePointer

    init(of path: String, into copy: String) throws {
        source = try Self.open(path)
        target = try Self.open(copy)
        try Self.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536", on: target)
        try Self.each("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid", on: source) { row in
            try Self.run(String(cString: sqlite3_column_text(row, 0)), on: target)
        }
    }

    /// Reads every row, and inserts it if told to; the difference of both is what inserting costs.
    func walk(inserting: Bool) throws {
        try Self.run("BEGIN", on: target)
        try Self.each("SELECT name FROM sqlite_master WHERE type = 'table'", on: source) { row in
            try walk(String(cString: sqlite3_column_text(row, 0)), inserting)
        }
        try Self.run("COMMIT", on: target)
    }

    func close() {
        sqlite3_close(source)
        sqlite3_close(target)
    }

    private func walk(_ table: String, _ inserting: Bool) throws {
        var insertion: OpaquePointer?
        defer { sqlite3_finalize(insertion) }
        try Self.each("SELECT * FROM \(table)", on: source) { row in
            let count = sqlite3_column_count(row)
            if insertion == nil {
                let marks = Array(repeating: "?", count: Int(count)).joined(separator: ", ")
                insertion = try Self.prepare("INSERT INTO \(table) VALUES (\(marks))", on: target)
            }
            for column in 0..<count {
                let value = sqlite3_column_value(row, column)
                if inserting { sqlite3_bind_value(insertion, column + 1, value) }
            }
            guard inserting else { return }
            guard sqlite3_step(insertion) == SQLITE_DONE else { throw Self.failure(target) }
            sqlite3_reset(insertion)
        }
    }

    private static func open(_ path: String) throws -> OpaquePointer {
        var database: OpaquePointer?
        guard sqlite3_open(path, &database) == SQLITE_OK, let database else { throw failure(database) }
        return database
    }

    private static func run(_ sql: String, on database: OpaquePointer) throws {
        guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else { throw failure(database) }
    }

    private static func prepare(_ sql: String, on database: OpaquePointer) throws -> OpaquePointer {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw failure(database)
        }
        return statement
    }

    private static func each(_ sql: String, on database: OpaquePointer, _ body: (OpaquePointer) throws -> Void) throws {
        let statement = try prepare(sql, on: database)
        defer { sqlite3_finalize(statement) }
        while sqlite3_step(statement) == SQLITE_ROW { try body(statement) }
    }

    private static func failure(_ database: OpaquePointer?) -> BenchError {
        .sqlite(String(cString: sqlite3_errmsg(database)))
    }
}
