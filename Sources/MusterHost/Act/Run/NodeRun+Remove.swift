import Glibc
package import MusterIO
import MusterModel

extension NodeRun {
    /// Stops a node, archives its identity, and deletes what is left of it below the node storage.
    ///
    /// Up to the deletion all steps are renames that are undone if a later one fails, and none needs room on the disk.
    func remove(_ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        try NodePlace.check(node)
        try await checkRegistry(until: deadline)
        try await checkMounts(until: deadline)
        let before = try await state(until: deadline)
        try await halt(until: deadline)
        let graves: [Grave]
        do throws(ActionFailure) {
            graves = try await bury(&told, until: deadline)
        } catch {
            if before.life == .up { try? await manager.start(node, until: afterwards) }
            throw error
        }
        await closeFirewall(&told, until: deadline)
        if let log = node.logDirectory, !HostPath.isInside(log, node.storage) {
            told.remarks.append("\(log) lies outside the node storage and was left")
        }
        await delete(graves.map(\.tombstone), &told, until: deadline)
    }

    /// A tree that has been renamed, and what it was called.
    struct Grave: Sendable {
        var tombstone: String
        var path: String
    }

    /// A data directory that is a link, holds another file system, or is one.
    private func checkMounts(until deadline: Deadline) async throws(ActionFailure) {
        try await onDisk(until: deadline) { () throws(ActionFailure) in
            if let mount = MountTable(self.host.root).mount(below: self.node.dataDirectory) {
                throw .refused(
                    .unsafePath, "\(mount) is mounted inside the data directory", fix: "unmount it on the host first")
            }
            try step("open data directory") { () throws(SystemError) in
                do throws(SystemError) {
                    _ = try HeldDirectory.open(self.node.dataDirectory, below: self.host.root.prefix)
                } catch {
                    if error.code != ENOENT { throw error }
                }
            }
        }
    }

    private func bury(_ told: inout Told, until deadline: Deadline) async throws(ActionFailure) -> [Grave] {
        let (entry, graves) = try await onDisk(until: deadline) { () throws(ActionFailure) in
            let entry = self.request.purge ? nil : try self.archive.store(self.node, id: self.request.id, at: .now)
            do throws(ActionFailure) {
                return (entry, try self.buryTrees())
            } catch {
                self.undo([], entry)
                throw error
            }
        }
        do throws(ActionFailure) {
            try await manager.uninstall(node, until: deadline)
        } catch {
            try? await onDisk(until: afterwards) { () throws(ActionFailure) in self.undo(graves, entry) }
            throw error
        }
        told.note(ActionFact.archive, entry)
        return graves
    }

    private func buryTrees() throws(ActionFailure) -> [Grave] {
        var graves: [Grave] = []
        let log = node.logDirectory.flatMap { log in
            HostPath.isInside(log, node.storage) && !HostPath.isInside(log, node.dataDirectory) ? log : nil
        }
        do throws(ActionFailure) {
            for path in [node.dataDirectory, log].compactMap({ $0 }) {
                if let name = try tombstones.bury(path, of: node) {
                    graves.append(Grave(tombstone: name, path: path))
                }
            }
        } catch {
            undo(graves, nil)
            throw error
        }
        return graves
    }

    private func undo(_ graves: [Grave], _ entry: String?) {
        for grave in graves { try? tombstones.raise(grave.tombstone, to: grave.path) }
        if let entry { try? archive.moveBack(entry, of: node, intoArchive: false) }
    }

    /// Deletes what has been renamed; what is not gone in time goes on being deleted, by a later agent if need be.
    func delete(_ tombstones: [String], _ told: inout Told, until deadline: Deadline) async {
        for tombstone in tombstones {
            if let trouble = await host.delete(tombstone, in: node.storage, until: deadline) {
                told.remarks.append("\(node.storage)/\(tombstone) is still being deleted: \(trouble)")
            }
        }
    }
}

extension HostActions {
    /// `nil` when it is gone, else why not yet.
    func delete(_ tombstone: String, in storage: String, until deadline: Deadline) async -> String? {
        let tombstones = Tombstones(root: root, storage: storage)
        // Each on a thread of its own: a large one does not keep a small one waiting.
        let trouble = await work.run(at: "\(storage)/\(tombstone)", until: deadline) { () -> String? in
            do throws(SystemError) {
                try tombstones.delete(tombstone)
                return nil
            } catch {
                return error.message
            }
        }
        return trouble ?? "it takes longer than the action may"
    }

    /// Trees that removals have renamed and not deleted; none where that cannot be told in time.
    package func tombstones(in storage: String, until deadline: Deadline) async -> [String] {
        guard HostPath.normalised(storage) == storage else { return [] }
        let tombstones = Tombstones(root: root, storage: storage)
        return await work.run(at: storage, until: deadline) { (try? tombstones.names()) ?? [] } ?? []
    }

    /// Deletes them as far as it can.
    package func delete(tombstones: [String], in storage: String, until deadline: Deadline) async {
        for name in tombstones { _ = await delete(name, in: storage, until: deadline) }
    }
}
