import MusterIO
import MusterModel

// Deletions that a crash, a reboot or the end of a connection cut short.
extension ActionRunner {
    /// A file system that does not list a directory in this time is left alone.
    private static let listing: Duration = .seconds(5)
    private static let deletion: Duration = .seconds(3600)

    /// Goes on with those in a storage, beside whatever comes; called by whoever has the machine.
    ///
    /// Under the lock nobody is in the middle of a removal that might yet be undone: what lies there now is to go.
    func resumeRemovals(in storage: String?) async {
        guard let storage, resumed.insert(storage).inserted else { return }
        let names = await performer.tombstones(in: storage, until: loop.now + Self.listing)
        guard !names.isEmpty else { return }
        let (performer, loop) = (performer, loop)
        Task(executorPreference: loop) {
            await performer.delete(tombstones: names, in: storage, until: loop.now + Self.deletion)
        }
    }

    /// The same wherever the journal knows of removals, for hosts on which nothing else is to be done after a reboot.
    ///
    /// Another agent that has the machine now does it with its own first action.
    func resumeAllRemovals() async {
        guard !hasLooked, turns.holder == nil,
            let held = try? FileLock.tryAcquireShared(directory.file("lock"), mode: StateDirectory.fileMode)
        else { return }
        defer { withExtendedLifetime(held) {} }
        hasLooked = true
        for storage in journal.storagesOfRemovals { await resumeRemovals(in: storage) }
    }
}
