import GRDB
import MusterModel

/// The steps from a path to a usable connection.
struct Opening {
    let file: DatabaseFile
    let migrator: DatabaseMigrator
    /// Of the schema that ``migrator`` makes; `nil` asks for none.
    var fingerprint: UInt64?
    /// How long to wait for the write lock.
    let patience: Duration

    func reader() throws(StoreError) -> DatabaseQueue {
        guard let size = try file.size(of: file.path) else { throw .missing(path: file.path) }
        try file.refuseNetworkFileSystem()
        try refuseEmpty(size)
        let database = try connect(readOnly: true)
        if try !pending(in: database).isEmpty { throw .older(path: file.path) }
        try refuseUnfinished(database)
        return database
    }

    /// Opens a backup, which may be older than this program.
    func backup() throws(StoreError) -> DatabaseQueue {
        guard let size = try file.size(of: file.path) else { throw .missing(path: file.path) }
        try refuseEmpty(size)
        let database = try connect(readOnly: true)
        if try pending(in: database).isEmpty { try refuseUnfinished(database) }
        return database
    }

    func migrate(now: Timestamp) throws(StoreError) -> Store.MigrationResult {
        guard let size = try file.size(of: file.path) else { throw .missing(path: file.path) }
        try file.refuseNetworkFileSystem()
        try refuseEmpty(size)
        return try WriteLock(databasePath: file.path, patience: patience).holding { () throws(StoreError) in
            try bringUpToDate(try connect(readOnly: false), now: now)
        }
    }

    func writer(now: Timestamp, controllerID: String) throws(StoreError) -> (DatabaseQueue, WriteLock) {
        try file.makeDirectory()
        try file.refuseNetworkFileSystem()
        let lock = try WriteLock(databasePath: file.path, patience: patience)
        let database = try lock.holding { () throws(StoreError) in
            if let size = try file.size(of: file.path) {
                try refuseEmpty(size)
            } else {
                try create(now: now, controllerID: controllerID)
            }
            try file.closeToOthers()
            let database = try connect(readOnly: false)
            _ = try bringUpToDate(database, now: now)
            try refuseUnfinished(database)
            try attempt(database) { db in _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") }
            let place = Place(machineID: Place.machineID, file: try file.identity())
            try attempt(database) { db in try place.claim(db, now: now, controllerID: controllerID) }
            return database
        }
        return (database, lock)
    }

    /// A database is never empty once created, so that an empty file is one that lost its content.
    private func refuseEmpty(_ size: Int64) throws(StoreError) {
        if size == 0 { throw .damaged(path: file.path, detail: "the file is empty") }
    }

    /// A database that an unfinished Muster made says that it is up to date, and lacks parts; what others added is theirs.
    private func refuseUnfinished(_ database: DatabaseQueue) throws(StoreError) {
        guard let fingerprint else { return }
        let lacking = try attempt(database) { db in
            let found = try SchemaParts(of: db)
            return found.fingerprint == fingerprint ? [] : found.lacking(of: try .expected())
        }
        guard lacking.isEmpty else { throw .unfinished(path: file.path, lacking: lacking) }
    }

    private func connect(readOnly: Bool) throws(StoreError) -> DatabaseQueue {
        do { return try Connection.open(file.path, readOnly: readOnly) } catch {
            throw StoreError(error, path: file.path)
        }
    }

    /// Builds the new database under another name, so that it is there whole or not at all.
    private func create(now: Timestamp, controllerID: String) throws(StoreError) {
        if try file.size(of: file.walPath) != nil {
            throw .damaged(path: file.path, detail: "the file is gone, its log \(file.walPath) is still there")
        }
        let draft = file.path + ".new"
        for stale in [draft, draft + "-journal"] { try DatabaseFile.remove(stale) }
        do {
            try build(draft, now: now, controllerID: controllerID)
            try DatabaseFile.move(draft, to: file.path)
        } catch {
            for rest in [draft, draft + "-journal"] { try? DatabaseFile.remove(rest) }
            throw error
        }
    }

    private func build(_ draft: String, now: Timestamp, controllerID: String) throws(StoreError) {
        try DatabaseFile.createEmpty(draft)
        do {
            let database = try Connection.open(draft, readOnly: false)
            try database.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA page_size = 8192; PRAGMA application_id = \(Schema.applicationID)")
            }
            try migrator.migrate(database)
            try database.write { db in try Meta.begin(db, now: now, controllerID: controllerID) }
            try database.close()
        } catch {
            // Named after what the operator knows, not after the draft.
            throw StoreError(error, path: file.path)
        }
    }

    private func bringUpToDate(_ database: DatabaseQueue, now: Timestamp) throws(StoreError) -> Store.MigrationResult {
        let pending = try pending(in: database)
        guard !pending.isEmpty else { return Store.MigrationResult(applied: []) }
        let backup = try Backup(of: file).beforeMigration(database, now: now)
        do { try migrator.migrate(database) } catch { throw StoreError(error, path: file.path) }
        return Store.MigrationResult(applied: pending, backup: backup)
    }

    /// The migrations that this program knows and the file has not seen; an error if the file has seen others.
    private func pending(in database: DatabaseQueue) throws(StoreError) -> [String] {
        let (application, applied) = try attempt(database) { db in
            (
                try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                try db.tableExists("grdb_migrations") ? try migrator.appliedIdentifiers(db) : []
            )
        }
        guard application == Schema.applicationID else { throw .foreign(path: file.path) }
        let unknown = applied.subtracting(migrator.migrations).sorted()
        guard unknown.isEmpty else { throw .newer(path: file.path, unknown: unknown) }
        return migrator.migrations.filter { !applied.contains($0) }
    }

    @discardableResult
    private func attempt<Value>(
        _ database: DatabaseQueue, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        do { return try database.writeWithoutTransaction(body) } catch { throw StoreError(error, path: file.path) }
    }
}
