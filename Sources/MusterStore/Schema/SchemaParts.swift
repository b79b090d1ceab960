import GRDB

/// The columns, indexes and triggers of a database, each by its name, such as `column host.address`.
struct SchemaParts {
    let names: Set<String>

    init(of db: Database) throws {
        names = try String.fetchSet(
            db,
            sql: """
                SELECT 'column ' || m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!'
                UNION ALL SELECT type || ' ' || name FROM sqlite_master
                WHERE type IN ('index', 'trigger') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
                """)
    }

    /// Those that this program makes.
    static func expected() throws -> SchemaParts {
        let fresh = try DatabaseQueue()
        try Schema.migrator.migrate(fresh)
        return try fresh.read { db in try SchemaParts(of: db) }
    }

    /// Parts of another schema that this one lacks, in order.
    func lacking(of other: SchemaParts) -> [String] { other.names.subtracting(names).sorted() }

    /// The same for equal names only: 64 bits by FNV-1a, so that opening a database need not make another one.
    var fingerprint: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for name in names.sorted() {
            for byte in name.utf8 + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return hash
    }
}
