import GRDB
import Glibc
import MusterModel

/// Where a database lives: which machine, which file.
///
/// A controller's id is no part of a copy. A file that was copied, with Muster or without, lies elsewhere than it
/// says, and whoever opens it for writing becomes another controller.
struct Place {
    static let key = "place"

    private let text: String

    /// - Parameter machineID: `nil` where the machine has none.
    init(machineID: String?, file: DatabaseFile.Identity) {
        // Device numbers change from one boot to the next on some file systems; inodes do not.
        text = "\(machineID ?? "") \(file.inode)"
    }

    func claim(_ db: Database, now: Timestamp, controllerID: String) throws {
        let known = try Meta.value(db, Self.key)
        guard known != text else { return }
        try db.inTransaction(.immediate) {
            if known != nil { try Meta.begin(anew: db, now: now, controllerID: controllerID) }
            try Meta.set(db, Self.key, text)
            return .commit
        }
    }

    /// Source: `/etc/machine-id`.
    static var machineID: String? {
        guard let file = fopen("/etc/machine-id", "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = fread(&bytes, 1, bytes.count, file)
        return count == 32 ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
