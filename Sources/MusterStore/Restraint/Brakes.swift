import GRDB
package import MusterModel

extension Store {
    /// Puts a brake on; one that is on already keeps its time and reason.
    package func brake(_ brake: Brake) throws(StoreError) {
        try write(.full) { db in
            try db.execute(
                sql: """
                    INSERT INTO brake (scope, kind, reason, decided_by, since) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [brake.scope.rawValue, brake.kind ?? "", brake.reason, brake.by, brake.since.milliseconds])
        }
    }

    /// Lifts the brake of a scope on one kind, or with `nil` the one on all kinds; whether there was one.
    @discardableResult
    package func liftBrake(scope: Brake.Scope, kind: String? = nil) throws(StoreError) -> Bool {
        try write(.full) { db in
            try db.execute(
                sql: "DELETE FROM brake WHERE scope = ? AND kind = ?", arguments: [scope.rawValue, kind ?? ""])
            return db.changesCount > 0
        }
    }

    package func brakes() throws(StoreError) -> [Brake] {
        try read { db in
            let sql = "SELECT scope, kind, reason, decided_by, since FROM brake ORDER BY scope, kind"
            return try Row.fetchAll(db, sql: sql).map { row in
                var reader = RowReader(row, table: "brake")
                let scope = try reader.required(Brake.Scope.self)
                let kind = reader.text()
                return Brake(
                    scope: scope, kind: kind.isEmpty ? nil : kind, reason: reader.text(), by: reader.text(),
                    since: reader.time() ?? Timestamp(milliseconds: 0))
            }
        }
    }
}
