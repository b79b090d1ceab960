import Glibc
import MusterIO
import MusterModel

/// Trees on their way out: renamed in one step, deleted at leisure, found again after a crash; may block.
struct Tombstones: Sendable {
    let root: HostRoot
    let storage: String

    private static let prefix = ".muster-tombstone-"

    /// Renames a directory below the storage so that it is nobody's any more; answers its new name.
    ///
    /// The ports stand in the name: until the tree is gone they are not given out again, and a full disk has room for
    /// a name. Answers `nil` where there is no such directory.
    func bury(_ path: String, of node: NodeSpec) throws(ActionFailure) -> String? {
        guard path != storage, HostPath.isInside(path, storage) else {
            throw .refused(.unsafePath, "\(path) is not below the node storage \(storage)")
        }
        return try step("remove data directory") { () throws(SystemError) in
            let name = HostPath.lastComponent(path)
            let storage = try HeldDirectory.open(storage, below: root.prefix)
            do throws(SystemError) {
                let parent = try NodePlace.parent(of: path, root)
                let info = try parent.info(name)
                guard info.kind == .directory else { throw SystemError(code: ELOOP, "remove", path) }
                guard try info.device == storage.info().device else { throw SystemError(code: EXDEV, "remove", path) }
                let ports = node.ports.map { ".\($0.port)" }.joined()
                let tombstone = "\(Self.prefix)\(node.name)\(ports).\(Randomness.system.hex(4))"
                try parent.move(name, to: storage, as: tombstone)
                try storage.sync()
                return tombstone
            } catch {
                if error.code == ENOENT { return nil }
                throw error
            }
        }
    }

    /// Undoes ``bury(_:of:)``.
    func raise(_ tombstone: String, to path: String) throws(SystemError) {
        let storage = try HeldDirectory.open(storage, below: root.prefix)
        try storage.move(tombstone, to: NodePlace.parent(of: path, root), as: HostPath.lastComponent(path))
    }

    /// Deletes a tree that was renamed; the calling thread gives way at the disks from then on.
    func delete(_ tombstone: String) throws(SystemError) {
        Priority.yieldDisks()
        try TreeDeletion.delete(tombstone, in: try HeldDirectory.open(storage, below: root.prefix))
    }

    /// Those that a crash or reboot left.
    func names() throws(SystemError) -> [String] {
        try HeldDirectory.open(storage, below: root.prefix).names().filter { $0.hasPrefix(Self.prefix) }
    }

    /// Ports of nodes that are not quite gone.
    func ports() throws(SystemError) -> Set<UInt16> {
        do throws(SystemError) {
            return Set(try names().flatMap { $0.split(separator: ".").dropLast().compactMap { UInt16($0) } })
        } catch {
            if error.code == ENOENT { return [] }
            throw error
        }
    }
}
