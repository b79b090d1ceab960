package import MusterModel
package import MusterStore

/// What of an earlier run is to be tried again.
package struct RetryChoice: Sendable {
    package let run: RunRecord
    /// Hosts on which the verb is to be done anew: nothing was intended there.
    package let hosts: [HostName]
    /// Entries of the run with those outcomes, the oldest first.
    package let entries: [LedgerEntry]

    /// - Parameter outcomes: of hosts and of actions; an entry that is open counts as unknown.
    /// - Throws: ``StoreError/unknownRun(_:)`` for a run that is not in the history.
    package static func read(
        run id: String, only outcomes: Set<OutcomeKind>, from store: Store
    ) async throws(StoreError) -> RetryChoice {
        let run = try await store.run(beginning: id)
        let entries = try await store.ledger(LedgerFilter(runID: run.id, limit: .max))
        let begun = Set(entries.map(\.host))
        let hosts = try await store.hosts(ofRun: run.id).filter {
            outcomes.contains($0.outcome) && !begun.contains($0.host)
        }
        return RetryChoice(
            run: run, hosts: hosts.map(\.host), entries: entries.reversed().filter { outcomes.contains($0.outcome) })
    }
}

extension LedgerEntry {
    /// How the action ended, in the words of a run's hosts.
    package var outcome: OutcomeKind {
        switch state {
        case .intended, .sent, .unknown: .unknown
        case .done: .ok
        case .failed, .stale, .refused: .failed
        case .cancelled: .skipped
        }
    }
}
