import GRDB

/// The whole history of the schema, append-only.
///
/// A migration that has shipped is never edited; a change is another migration.
enum Schema {
    /// Marks the file as Muster's: "MSTR".
    static let applicationID: Int32 = 0x4D53_5452

    /// ``SchemaParts/fingerprint`` after the last migration; a test tells the new value.
    static let fingerprint: UInt64 = 0xCB8D_236E_A38C_CD5D

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 hosts, surveys, nodes, runs") { db in
            try db.execute(sql: hostTables)
            try db.execute(sql: surveyTables)
            try db.execute(sql: nodeTables)
            try db.execute(sql: runTables)
        }
        migrator.registerMigration("002 ledger, restraints, decisions") { db in
            try db.execute(sql: ledgerTables)
            try db.execute(sql: restraintTables)
            try db.execute(sql: decisionTables)
        }
        return migrator
    }
}
