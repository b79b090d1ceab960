import GRDB

@testable import MusterStore

extension Store {
    /// How many rows a table has.
    func rowCount(_ table: String) throws -> Int {
        try read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }
}
