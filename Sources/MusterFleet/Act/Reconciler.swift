import MusterIO
import MusterModel
import MusterStore
import MusterWire

/// Finds out what became of the entries that the ledger holds open for a host: before any plan, on every connect.
///
/// Needs the host's lease in the store, so that nobody is asked about what somebody else is just sending.
struct Reconciler {
    let host: HostName
    let session: AgentSession
    let acting: Acting
    /// Entries whose ends this process waits for now.
    var underway: Set<ActionID> = []

    /// Asks the agent, and returns the entries that have ended by that.
    func ask(until deadline: Deadline) async throws -> [LedgerEntry] {
        var ended: Set<ActionID> = []
        for entry in try await acting.store.openEntries(of: [host]) where !underway.contains(entry.id) {
            var course = ActionCourse(recovering: entry, session: session, acting: acting)
            try await course.handle(.linked, until: deadline)
            if let problem = course.problem, await !session.isUsable { throw problem }
            if course.isEnded { ended.insert(entry.id) }
        }
        return try await entries(ended)
    }

    /// Ends by a complete survey what no agent can tell; the survey must have begun after the agent was asked.
    ///
    /// - Parameter asked: of what; `nil` for all that is open.
    func resolve(
        by survey: Survey, nodes: [NodeRecord], among asked: Set<ActionID>? = nil, until deadline: Deadline
    ) async throws -> [LedgerEntry] {
        guard survey.complete else { return [] }
        var ended: Set<ActionID> = []
        for entry in try await acting.store.openEntries(of: [host]) where asked?.contains(entry.id) ?? true {
            guard entry.state == .unknown, entry.report?.isRunning != true else { continue }
            let record = nodes.first { $0.id.name == entry.node }
            guard let report = entry.resolution(by: survey, of: record) else { continue }
            var course = ActionCourse(recovering: entry, session: session, acting: acting)
            try await course.handle(.surveyed(report), until: deadline)
            if course.isEnded { ended.insert(entry.id) }
        }
        return try await entries(ended)
    }

    private func entries(_ ids: Set<ActionID>) async throws -> [LedgerEntry] {
        var entries: [LedgerEntry] = []
        for id in ids.sorted() { entries.append(try await acting.store.entry(beginning: id.text)) }
        return entries
    }
}
