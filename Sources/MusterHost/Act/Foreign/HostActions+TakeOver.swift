import Glibc
import MusterIO
import MusterModel

extension HostActions {
    /// Puts another manager out of work, or back to it.
    func takeOver(_ request: ActionRequest, _ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        guard let foreign = request.foreign else { throw .refused(.other, "no manager is named") }
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
