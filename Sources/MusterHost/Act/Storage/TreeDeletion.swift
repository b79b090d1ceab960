import Glibc
import MusterIO

/// Deletes a tree through open directories: no link in it leads anywhere else, and no other file system is entered.
struct TreeDeletion {
    /// How many directories are held open at once; what lies deeper is moved up first.
    private static let deepest = 48
    private let device: UInt64
    private var moved = 0

    /// Deletes `name` in `parent` with all that is below it; may block, and can be repeated after a crash.
    static func delete(_ name: String, in parent: borrowing HeldDirectory) throws(SystemError) {
        let info = try parent.info(name)
        guard info.kind == .directory else { return try parent.remove(name) }
        var deletion = TreeDeletion(device: info.device)
        let top = try parent.child(name)
        try deletion.empty(top, depth: 0, top: top)
        try parent.removeDirectory(name)
    }

    private init(device: UInt64) { self.device = device }

    private mutating func empty(
        _ directory: borrowing HeldDirectory, depth: Int, top: borrowing HeldDirectory
    ) throws(SystemError) {
        // Directories that were moved up appear in the top's list only when it is read again.
        while true {
            let names = try directory.names()
            if names.isEmpty { return }
            for name in names { try delete(name, in: directory, depth: depth, top: top) }
        }
    }

    private mutating func delete(
        _ name: String, in directory: borrowing HeldDirectory, depth: Int, top: borrowing HeldDirectory
    ) throws(SystemError) {
        let info: FileInfo
        do throws(SystemError) {
            info = try directory.info(name)
        } catch {
            if error.code == ENOENT { return }
            throw error
        }
        guard info.kind == .directory else { return try directory.remove(name) }
        guard info.device == device else { throw SystemError(code: EXDEV, "delete", directory.place(name)) }
        if depth >= Self.deepest {
            moved += 1
            return try directory.move(name, to: top, as: ".deep-\(moved)-\(Randomness.system.hex(4))")
        }
        let child = try directory.child(name)
        try empty(child, depth: depth + 1, top: top)
        try directory.removeDirectory(name)
    }
}
