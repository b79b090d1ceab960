package import MusterModel
package import MusterStore

/// What of an earlier run is to be tried again.
package struct RetryChoice: Sendable {
    package let run: RunRecord
    /// Hosts on which the verb is to be done anew: nothing was intended there.
    package let hosts: [HostName]
    /// Entries of the run with those outcomes, the oldest first.
    package let entries: [LedgerEntry]
    /// Runs that tried this one again, the newest first, each with the hosts that it came to.
    private let retries: [(run: RunRecord, hosts: Set<HostName>)]

    /// The latest run that took over what this one had not achieved on a host, whatever it came to there.
    ///
    /// - Parameter node: of which an action was not achieved; `nil` where nothing was begun on the host.
    package func retry(of host: HostName, node: String? = nil) -> RunRecord? {
        retries.first { $0.hosts.contains(host) && $0.run.isAbout(node, on: host) }?.run
    }

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
        var retries: [(run: RunRecord, hosts: Set<HostName>)] = []
        for retry in try await store.retries(of: run.id) where !retry.arguments.contains("--dry-run") {
            let acted = try await store.ledger(LedgerFilter(runID: retry.id, limit: .max)).map(\.host)
            retries.append((retry, Set(acted + (try await store.hosts(ofRun: retry.id).map(\.host)))))
        }
        return RetryChoice(
            run: run, hosts: hosts.map(\.host), entries: entries.reversed().filter { outcomes.contains($0.outcome) },
            retries: retries)
    }
}

extension RunRecord {
    /// A run that names its nodes is about no others.
    fileprivate func isAbout(_ node: String?, on host: HostName) -> Bool {
        guard let node, let place = arguments.firstIndex(of: "--node"), place + 1 < arguments.count else { return true }
        return arguments[place + 1].split(separator: ",").contains { $0 == "\(host)/\(node)" }
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
