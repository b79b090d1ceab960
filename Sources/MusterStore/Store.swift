import GRDB
import GRDBSQLite
package import MusterModel

/// The fleet's memory: one SQLite file.
///
/// An actor on a queue of its own, because SQLite and the write lock block. Writing follows one rule: the lock is held
/// around each transaction and its checkpoint, and nothing else is waited for meanwhile. Reading takes no lock.
package actor Store {
    package enum Mode: Sendable {
        /// Never creates, migrates or changes anything.
        case readOnly
        /// Creates a missing database, and brings an older one up to date after a backup.
        ///
        /// `newControllerID` names the controller of a database that is created now.
        case readWrite(now: Timestamp, newControllerID: String)
    }

    package nonisolated let path: String
    private let executor: QueueExecutor
    private let database: DatabaseQueue
    /// `nil` for a reader.
    private let lock: WriteLock?
    /// The file that was opened.
    private let identity: DatabaseFile.Identity

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens the database; blocks for as long as a migration takes.
    package static func open(_ path: String, mode: Mode) throws(StoreError) -> Store {
        try open(path, mode: mode, migrator: Schema.migrator, fingerprint: Schema.fingerprint)
    }

    static func open(
        _ path: String, mode: Mode, migrator: DatabaseMigrator, fingerprint: UInt64? = nil,
        patience: Duration = .seconds(10)
    ) throws(StoreError) -> Store {
        let opening = Opening(
            file: DatabaseFile(path: path), migrator: migrator, fingerprint: fingerprint, patience: patience)
        switch mode {
        case .readOnly: return Store(opening.file, try opening.reader(), nil, try opening.file.identity())
        case .readWrite(let now, let controllerID):
            let (database, lock) = try opening.writer(now: now, controllerID: controllerID)
            return Store(opening.file, database, lock, try opening.file.identity())
        }
    }

    private init(
        _ file: DatabaseFile, _ database: DatabaseQueue, _ lock: WriteLock?, _ identity: DatabaseFile.Identity
    ) {
        path = file.path
        self.database = database
        self.lock = lock
        self.identity = identity
        executor = QueueExecutor(label: "muster.store.actor")
    }

    /// Writes everything into the main file and closes it; the store is of no use afterwards.
    package func close() throws(StoreError) {
        let close = { () throws(StoreError) in
            do { try self.database.close() } catch { throw StoreError(error, path: self.path) }
        }
        guard let lock else { return try close() }
        try lock.holding { () throws(StoreError) in
            try checkpoint(mode: "TRUNCATE")
            try close()
        }
    }
}

extension Store {
    /// Runs `body` in a read transaction of its own.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try database.read(body) } catch { throw StoreError(error, path: path) }
    }

    enum Durability {
        /// May lose the last commits when power fails, never the database.
        case normal
        /// Is on the disk when the call returns.
        case full
    }

    /// Runs `body` in one immediate transaction under the write lock; an error undoes all of it.
    func write<Value>(
        _ durability: Durability = .normal, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        guard let lock else { throw .readOnly(path: path) }
        return try lock.holding { () throws(StoreError) in
            // Another file under the same name would make this a write into the void.
            guard try DatabaseFile(path: path).identity() == identity else { throw .replaced(path: path) }
            let value = try transaction(durability, body)
            if try logIsLong() { try checkpoint(mode: "PASSIVE") }
            return value
        }
    }

    /// Copies what is committed to another file.
    func copy(to destination: String) throws(StoreError) {
        try Backup(of: DatabaseFile(path: path)).write(database, to: destination)
    }

    private func transaction<Value>(
        _ durability: Durability, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        var systemError: Int32 = 0
        do {
            return try database.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = \(durability == .full ? "FULL" : "NORMAL")")
                do {
                    var value: Value?
                    try db.inTransaction(.immediate) {
                        value = try body(db)
                        return .commit
                    }
                    guard let value else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
                    return value
                } catch {
                    systemError = sqlite3_system_errno(db.sqliteConnection)
                    throw error
                }
            }
        } catch {
            throw StoreError(error, path: path, systemError: systemError)
        }
    }

    /// 4 MiB, the size at which SQLite itself would make a checkpoint.
    private func logIsLong() throws(StoreError) -> Bool {
        let file = DatabaseFile(path: path)
        return try file.size(of: file.walPath) ?? 0 > 4 << 20
    }

    /// Copies the log into the main file, as far as readers allow.
    ///
    /// A full disk here loses nothing: the log keeps what could not be copied, and the next checkpoint tries again.
    private func checkpoint(mode: String) throws(StoreError) {
        do {
            try database.writeWithoutTransaction { db in
                _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(\(mode))")
            }
        } catch {
            let failure = StoreError(error, path: path)
            guard case .diskFull = failure else { throw failure }
        }
    }
}
