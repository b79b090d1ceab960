import Glibc
import MusterIO
import MusterModel

extension NodeRun {
    /// Makes a node, with a new identity or one from the archive, and starts it; what fails leaves nothing behind.
    func add(_ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        guard let source = request.source else { throw .refused(.other, "no binary is named", fix: "set binary") }
        guard request.verb == .add || request.identity != nil else { throw .refused(.missing, "no identity is named") }
        try NodePlace.check(node)
        let firewall = try host.firewall(of: node)
        if !node.keepsPortsOpen {
            told.remarks.append("after a reboot its ports are closed until `muster node start`")
        }
        let binary = try await binary(until: deadline)
        try await checkRegistry(until: deadline)
        told.remarks += try await manager.prepare(node, until: deadline)
        let known = try await state(until: deadline)
        if known.life != .down { throw .refused(.exists, "\(node.name) runs already") }
        if known.isKnown, let unit = known.unit { throw .refused(.exists, "there is a unit \(unit.name) already") }
        try await checkPorts(until: deadline)
        try await makeDirectories(for: binary, until: deadline)
        do throws(ActionFailure) {
            try await settle(binary, source, &told, until: deadline)
            try await firewall?.open(node, until: deadline)
            try await manager.start(node, until: deadline)
            tell(try await awaitUp(until: deadline), &told)
        } catch {
            await undoAdd(&told)
            throw error
        }
    }

    private func settle(
        _ binary: NodeBinary, _ source: BinarySource, _ told: inout Told, until deadline: Deadline
    ) async throws(ActionFailure) {
        let staged = try await binary.stage(source, until: deadline)
        try await binary.put(staged, until: deadline)
        told.note(ActionFact.binaryHash, staged.sha256)
        told.note(ActionFact.version, staged.version)
        if let entry = request.identity {
            try await onDisk(until: deadline) { () throws(ActionFailure) in
                try self.archive.bringBack(entry, to: self.node, owner: binary.owner)
            }
            told.note(ActionFact.archive, entry)
        }
        try await manager.install(node, until: deadline)
    }

    private func checkPorts(until deadline: Deadline) async throws(ActionFailure) {
        try await host.work.act(at: "/", until: deadline) { () throws(ActionFailure) in
            try self.portCheck.check(self.node)
        }
    }

    private static let lastWords = "critical_failure.log"

    private func makeDirectories(for binary: NodeBinary, until deadline: Deadline) async throws(ActionFailure) {
        try await onDisk(until: deadline) { () throws(ActionFailure) in
            try step("create directories") { () throws(SystemError) in
                let (root, node, owner) = (self.host.root, self.node, binary.owner)
                _ = try NodePlace.make(node.storage, below: "/", root, mode: 0o755, owner: nil)
                let isNew = try NodePlace.make(
                    node.dataDirectory, below: node.storage, root, mode: 0o755, owner: owner)
                let names = try HeldDirectory.open(node.dataDirectory, below: root.prefix).names()
                guard isNew || names.isEmpty else {
                    throw SystemError(code: EEXIST, "make a node of", node.dataDirectory)
                }
                try self.archive.prepare()
                if let log = node.logDirectory,
                    try !NodePlace.make(log, below: "/", root, mode: 0o755, owner: owner)
                {
                    // Of a node of that name that is gone; its last words are not this one's.
                    let directory = try HeldDirectory.open(log, below: root.prefix)
                    try? directory.move(Self.lastWords, to: directory, as: Self.lastWords + ".old")
                }
                for shared in Self.shared(node) {
                    _ = try NodePlace.make(
                        shared, below: HostPath.parent(node.storage), root, mode: 0o755, owner: owner)
                }
            }
        }
    }

    /// Directories beside the storage that the command line names, such as the bootstrap cache: all nodes share them,
    /// and none of them could make it.
    static func shared(_ node: NodeSpec) -> [String] {
        let beside = HostPath.parent(node.storage)
        guard beside != "/" else { return [] }
        return zip(node.arguments, node.arguments.dropFirst()).compactMap { flag, path in
            let isBeside =
                HostPath.isInside(path, beside) && path != beside && !HostPath.isInside(path, node.storage)
                && !HostPath.isInside(node.storage, path) && HostPath.normalised(path) == path
            return flag.hasSuffix("-dir") && isBeside ? path : nil
        }
    }

    /// Takes away all that adding made; an identity that the node already gave itself goes to the archive.
    private func undoAdd(_ told: inout Told) async {
        try? await manager.stop(node, until: afterwards)
        await closeFirewall(&told, until: afterwards)
        do throws(ActionFailure) {
            try await manager.uninstall(node, until: afterwards)
            let wasGiven = told.facts[ActionFact.archive] != nil
            let undone = try await onDisk(until: afterwards) { () throws(ActionFailure) in
                let archived = try self.putIdentityAway(wasGiven: wasGiven)
                return (archived, try self.tombstones.bury(self.node.dataDirectory, of: self.node))
            }
            told.facts[ActionFact.archive] = undone.0.map { .text($0) }
            if let tombstone = undone.1 { await delete([tombstone], &told, until: afterwards) }
        } catch {
            told.remarks.append("not all of it could be undone: \(error.message)")
        }
    }

    private func putIdentityAway(wasGiven: Bool) throws(ActionFailure) -> String? {
        guard let entry = request.identity else { return try archive.store(node, id: request.id, at: .now) }
        if wasGiven {
            try step("put identity back") { () throws(SystemError) in
                try archive.moveBack(entry, of: node, intoArchive: true)
            }
        }
        return nil
    }

    var tombstones: Tombstones { Tombstones(root: host.root, storage: node.storage) }

    var archive: IdentityArchive { IdentityArchive(root: host.root, storage: node.storage) }

    func onDisk<Value: Sendable>(
        until deadline: Deadline, _ body: @escaping @Sendable () throws(ActionFailure) -> Value
    ) async throws(ActionFailure) -> Value {
        try await host.work.act(at: node.storage, until: deadline, body)
    }
}
