import GRDB
import Glibc
package import MusterModel

extension Store {
    /// Replaces the database at `path` with a backup; returns where the replaced one was kept, if there was one.
    ///
    /// The restored database gets another controller id and no leases: two copies of one fleet's memory must never
    /// pass for the same controller.
    package static func restore(
        _ path: String, from backup: String, at now: Timestamp, newControllerID: String
    ) throws(StoreError) -> String? {
        try Restore(file: DatabaseFile(path: path), now: now, controllerID: newControllerID).run(from: backup)
    }
}

private struct Restore {
    let file: DatabaseFile
    let now: Timestamp
    let controllerID: String

    func run(from backup: String) throws(StoreError) -> String? {
        let source = try soundBackup(backup)
        try file.makeDirectory()
        try file.refuseNetworkFileSystem()
        return try WriteLock(databasePath: file.path, patience: .seconds(10)).holding { () throws(StoreError) in
            let draft = file.path + ".new"
            try Backup(of: file).write(source, to: draft) { db in
                try Meta.begin(anew: db, now: now, controllerID: controllerID)
                try Meta.remove(db, Place.key)
            }
            let safety = try keepCurrent()
            for companion in ["-wal", "-shm"] { try DatabaseFile.remove(file.path + companion) }
            try DatabaseFile.move(draft, to: file.path)
            return safety
        }
    }

    /// The backup, opened and found whole.
    private func soundBackup(_ path: String) throws(StoreError) -> DatabaseQueue {
        let opening = Opening(
            file: DatabaseFile(path: path), migrator: Schema.migrator, fingerprint: Schema.fingerprint, patience: .zero)
        let database = try opening.backup()
        do {
            let problems = try database.read { db in try Verification(db).integrity() }
            guard let first = problems.first else { return database }
            throw StoreError.damaged(path: path, detail: first)
        } catch { throw StoreError(error, path: path) }
    }

    /// Gives the current files a second name: a crash at any point leaves them, whole, under that name.
    private func keepCurrent() throws(StoreError) -> String? {
        guard try file.size(of: file.path) != nil else { return nil }
        let safety = "\(file.path).before-restore-\(now.milliseconds)"
        try second(name: safety, of: file.path)
        if try file.size(of: file.walPath) != nil { try second(name: safety + "-wal", of: file.walPath) }
        return safety
    }

    private func second(name: String, of path: String) throws(StoreError) {
        if link(path, name) != 0 { throw .lastSystemError("keep a copy as \(name) of", path) }
    }
}
