import GRDB

/// SQLite connections as Muster wants them.
enum Connection {
    static func open(_ path: String, readOnly: Bool) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.label = "muster.store"
        // Readers wait only for the moment in which a writer closes and truncates the log.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA mmap_size = 0;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = -65536;
                    """)
            if !readOnly { try db.execute(sql: writerSettings) }
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// No automatic checkpoint: ``Store`` makes them, under its lock.
    private static let writerSettings = """
        PRAGMA synchronous = NORMAL;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 16777216;
        """
}
