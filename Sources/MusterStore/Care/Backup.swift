import GRDB
import Glibc
import MusterModel

/// Copies of a database, made through SQLite's backup interface: consistent whoever writes meanwhile.
struct Backup {
    private let file: DatabaseFile

    init(of file: DatabaseFile) { self.file = file }

    /// Automatic copies of one sort that are kept beside the database.
    static var kept: Int { 3 }

    /// The copy that is made before an older database is brought up to date; the oldest ones are removed.
    func beforeMigration(_ database: DatabaseQueue, now: Timestamp) throws(StoreError) -> String {
        let copy = "\(file.path).before-migration-\(now.milliseconds)"
        try write(database, to: copy)
        try removeOldest(prefix: "\(file.name).before-migration-")
        return copy
    }

    /// Copies to a draft beside `destination` first, so that the name never stands for half a database.
    ///
    /// `change` is made to the copy before it gets its name.
    func write(
        _ database: DatabaseQueue, to destination: String, change: (Database) throws -> Void = { _ in }
    ) throws(StoreError) {
        let draft = destination + ".partial"
        for stale in [draft, draft + "-wal", draft + "-shm", draft + "-journal"] { try DatabaseFile.remove(stale) }
        try DatabaseFile.createEmpty(draft)
        do {
            try copy(database, to: draft, change)
            try DatabaseFile.move(draft, to: destination)
        } catch {
            try? DatabaseFile.remove(draft)
            throw error
        }
    }

    private func copy(
        _ database: DatabaseQueue, to path: String, _ change: (Database) throws -> Void
    ) throws(StoreError) {
        var systemError: Int32 = 0
        do {
            let copy = try DatabaseQueue(path: path)
            try copy.writeWithoutTransaction { db in
                do {
                    try database.read { try $0.backup(to: db) }
                    // A copy is one file: it must not need a log that nobody would carry along.
                    _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
                    try change(db)
                } catch {
                    systemError = errno
                    throw error
                }
            }
            try copy.close()
        } catch {
            throw StoreError(error, path: path, systemError: systemError)
        }
    }

    private func removeOldest(prefix: String) throws(StoreError) {
        // Names end in the time, all of one length until the year 2286.
        let copies = try DatabaseFile.names(in: file.directory).filter { $0.hasPrefix(prefix) }.sorted()
        for name in copies.dropLast(Self.kept) { try DatabaseFile.remove(file.directory + "/" + name) }
    }
}

extension Store {
    /// Writes a copy of the database to a file that does not exist yet; writers go on meanwhile.
    package func backup(to destination: String) throws(StoreError) {
        let target = DatabaseFile(path: destination)
        guard try target.size(of: destination) == nil else { throw .exists(path: destination) }
        try copy(to: destination)
    }
}
