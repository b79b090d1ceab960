import Glibc
import MusterIO
import MusterModel

extension HostActions {
    /// Makes a host ready for being managed, or leaves it: other managers' work, and what removals need.
    func takeOver(_ request: ActionRequest, _ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        guard request.foreign != nil || request.storages != nil else {
            throw .refused(.other, "neither a manager nor a node storage is named")
        }
        for storage in request.storages ?? [] {
            try NodePlace.checkStorage(storage)
            let remark = try await work.act(at: storage, until: deadline) { () throws(ActionFailure) in
                try self.reserve(IdentityArchive(root: self.root, storage: storage), request.verb)
            }
            if let remark { told.remarks.append(remark) }
        }
        if let foreign = request.foreign { try await takeOver(foreign, request, &told, until: deadline) }
    }

    /// Answers what could not be done and keeps nobody from being adopted.
    private func reserve(_ archive: IdentityArchive, _ verb: ActionVerb) throws(ActionFailure) -> String? {
        do throws(ActionFailure) {
            return try step("reserve space") { () throws(SystemError) in
                if verb == .takeOver {
                    try archive.prepare()
                    return nil
                }
                return try archive.removeIfEmpty() ? nil : "\(archive.storage) keeps an archive of identities"
            }
        } catch {
            switch error.fault {
            // Nodes that are still to come bring their storage along.
            case .missing: return nil
            case .denied: return "no node can be removed from \(archive.storage): \(error.message)"
            default: throw error
            }
        }
    }

    private func takeOver(
        _ foreign: ForeignManager, _ request: ActionRequest, _ told: inout Told, until deadline: Deadline
    ) async throws(ActionFailure) {
        let cron = CronEdit(root: root, runner: runner, uid: uid, foreign: foreign, state: try stateDirectory())
        switch request.verb {
        case .takeOver:
            told.note(ActionFact.undo, try await cron.remove(until: deadline))
            do throws(ActionFailure) {
                try await awaitEnd(of: foreign, until: deadline)
            } catch {
                try? await cron.restore(until: loop.now + .seconds(20))
                told.facts[ActionFact.undo] = nil
                throw error
            }
        case .giveBack: try await cron.restore(until: deadline)
        default: throw .refused(.other, "\(request.verb.rawValue) needs a node")
        }
    }

    /// A run that has begun goes on without its cron line; its lock says when it is over.
    private func awaitEnd(of foreign: ForeignManager, until deadline: Deadline) async throws(ActionFailure) {
        let locks = locks(of: foreign)
        while true {
            let held = locks.filter { (try? FileInfo.of(root.path($0), followingLinks: false)) != nil }
            guard let lock = held.first else { return }
            guard loop.now < deadline, !Task.isCancelled else {
                throw ActionFailure(
                    .timeout, "\(foreign.name) still holds \(lock)", step: "wait for \(foreign.name)",
                    fix: "if it does not run any more, remove \(lock) on the host and try again")
            }
            try? await loop.sleep(until: min(deadline, loop.now + pace.look))
        }
    }

    private func locks(of foreign: ForeignManager) -> [String] {
        if foreign.name == "anm" { return ["/var/antctl/block"] }
        let homes = HostHomes.owners(accounts.database.users).filter { uid == 0 || $0.uid == uid }.map(\.home)
        return ["/var/antctl/wnm_active"] + homes.map { $0 + "/.local/share/autonomi/wnm_active" }
    }

    /// Where the agent keeps what must outlive it.
    private func stateDirectory() throws(ActionFailure) -> String {
        if uid == 0 { return "/var/lib/muster" }
        guard let home = accounts.database.user(uid)?.home else {
            throw .refused(.noUser, "no user of this host has the uid \(uid)")
        }
        return home + "/.local/state/muster"
    }
}
