import Glibc
import MusterIO
import MusterModel

/// The identities of removed nodes, kept beside the nodes so that archiving one is a rename; may block.
struct IdentityArchive: Sendable {
    let root: HostRoot
    let storage: String

    static let directory = ".muster-archive"
    private static let described = ".json"

    /// Puts a node's identity away; answers its name in the archive, `nil` where the node never had one.
    func store(_ node: NodeSpec, id: ActionID, at now: HostClock) throws(ActionFailure) -> String? {
        guard let file = node.identityFile else { return nil }
        return try step("archive identity") { () throws(SystemError) in
            let name = HostPath.lastComponent(file)
            guard try isThere(file) else { return nil }
            let source = try NodePlace.parent(of: file, root)
            let archive = try opened()
            let entry = "\(node.name)-\(now.wall.milliseconds / 1000)-\(id.text.prefix(8))"
            try source.move(name, to: archive, as: entry)
            try archive.sync()
            // A full disk may have no room for it; the identity is what counts.
            try? archive.write(entry + Self.described, Array(Self.description(node, now).text.utf8), mode: 0o600)
            return entry
        }
    }

    /// False only where the identity is proven absent; anything but a plain file with one name is an error.
    private func isThere(_ file: String) throws(SystemError) -> Bool {
        do throws(SystemError) {
            try Self.check(try NodePlace.parent(of: file, root).info(HostPath.lastComponent(file)), file)
            return true
        } catch {
            if error.code == ENOENT { return false }
            throw error
        }
    }

    /// A link, of either sort, would make somebody else's file an identity.
    private static func check(_ info: FileInfo, _ path: String) throws(SystemError) {
        guard info.kind == .file, info.links == 1 else { throw SystemError(code: ELOOP, "use", path) }
    }

    /// Brings an identity to its node; the archive no longer has it, so that no two nodes are the same.
    func bringBack(
        _ entry: String, to node: NodeSpec, owner: (uid: UInt32, gid: UInt32)?
    ) throws(ActionFailure) {
        guard let file = node.identityFile else {
            throw .refused(.other, "nodes of kind \(node.kind) have no identity")
        }
        guard !entry.hasSuffix(Self.described) else { throw .refused(.missing, "\(entry) is no identity") }
        try step("bring identity back") { () throws(SystemError) in
            let archive = try HeldDirectory.open(storage + "/" + Self.directory, below: root.prefix)
            let target = try NodePlace.parent(of: file, root)
            let name = HostPath.lastComponent(file)
            let held = try archive.file(entry, O_RDONLY | O_NONBLOCK)
            try Self.check(try FileInfo.of(descriptor: held.raw), archive.place(entry))
            if (try? target.info(name)) != nil { throw SystemError(code: EEXIST, "replace", file) }
            try HeldDirectory.finish(held.raw, entry, mode: 0o600, uid: owner?.uid, gid: owner?.gid)
            try archive.move(entry, to: target, as: name)
            try target.sync()
            try? archive.remove(entry + Self.described)
        }
    }

    /// Puts one back that ``store(_:id:at:)`` or ``bringBack(_:to:owner:)`` moved.
    func moveBack(_ entry: String, of node: NodeSpec, intoArchive: Bool) throws(SystemError) {
        guard let file = node.identityFile else { return }
        let archive = try opened()
        let place = try NodePlace.parent(of: file, root)
        let name = HostPath.lastComponent(file)
        if intoArchive {
            try place.move(name, to: archive, as: entry)
        } else {
            try archive.move(entry, to: place, as: name)
            try? archive.remove(entry + Self.described)
        }
    }

    /// Makes room for it while there is some; called when nodes are adopted or added.
    func prepare() throws(SystemError) {
        let archive = try opened()
        try archive.sync()
        try HeldDirectory.open(storage, below: root.prefix).sync()
    }

    /// Takes an archive away that holds nothing; answers whether none is left.
    func removeIfEmpty() throws(SystemError) -> Bool {
        do throws(SystemError) {
            try HeldDirectory.open(storage, below: root.prefix).removeDirectory(Self.directory)
            return true
        } catch {
            switch error.code {
            case ENOENT: return true
            case ENOTEMPTY, EEXIST: return false
            default: throw error
            }
        }
    }

    /// A directory that is ours, or the storage's owner's from before, and that nobody else can look into.
    private func opened() throws(SystemError) -> HeldDirectory {
        let storage = try HeldDirectory.open(storage, below: root.prefix)
        var isNew = false
        let archive = try storage.child(making: Self.directory, mode: 0o700, &isNew)
        let info = try archive.info()
        let owner = try storage.info().uid
        guard info.uid == geteuid() || geteuid() == 0 && info.uid == owner else {
            throw SystemError(code: EPERM, "use somebody else's", archive.path)
        }
        if info.mode != 0o700 { try archive.set(mode: 0o700) }
        return archive
    }

    private static func description(_ node: NodeSpec, _ now: HostClock) -> JSON {
        var members: [JSON.Member] = [
            .init("node", .string(node.name)), .init("kind", .string(node.kind)),
            .init("archived_at", .integer(now.wall.milliseconds)), .init("data_dir", .string(node.dataDirectory)),
        ]
        if let number = node.number { members.append(.init("number", .integer(number))) }
        if let address = node.rewardsAddress { members.append(.init("rewards_address", .string(address))) }
        for claim in node.ports { members.append(.init(claim.field, .integer(Int64(claim.port)))) }
        return .object(members)
    }
}
