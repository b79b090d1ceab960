package import MusterModel
package import MusterStore

/// What of an earlier run is to be tried again.
package struct RetryChoice: Sendable {
    package let run: RunRecord
    /// Hosts on which the verb is to be done anew: they were not reached, or failed before anything was intended.
    package let hosts: [HostName]
    /// Ended or open entries of the run; those of `hosts` are not among them.
    package let entries: [LedgerEntry]

    /// - Parameter outcomes: of hosts and of actions; an entry that is open counts as unknown.
    /// - Throws: ``StoreError/unknownRun(_:)`` for a run that is not in the history.
    package static func read(
        run id: String, only outcomes: Set<OutcomeKind>, from store: Store
    ) async throws(StoreError) -> RetryChoice {
        guard let run = try await store.runs(limit: .max).first(where: { $0.id.hasPrefix(id) }) else {
            throw .unknownRun(id)
        }
        let hosts = try await store.hosts(ofRun: run.id).filter { outcomes.contains($0.outcome) }.map(\.host)
        return RetryChoice(run: run, hosts: hosts, entries: [])
    }
}
