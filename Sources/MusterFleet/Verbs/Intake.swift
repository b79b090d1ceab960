import MusterModel
import MusterPolicy
package import MusterStore

/// Reconciles surveys with what was known, and writes those that are ready together in one transaction.
package actor Intake {
    nonisolated let store: Store
    private var waiting: [Delivery] = []
    private var outcomes: [Int: Result<Void, any Error>] = [:]
    private var followers: [CheckedContinuation<Void, Never>] = []
    private var isWriting = false
    private var lastTicket = 0

    private struct Delivery {
        let ticket: Int
        let survey: IngestedSurvey
        let agent: AgentRecord
    }

    package init(store: Store) { self.store = store }

    /// Returns when the survey is in the database.
    func take(
        _ survey: Survey, of host: HostName, agent: AgentRecord, receivedAt: Timestamp, begunAt: Timestamp,
        runID: String?
    ) async throws -> Reconciliation {
        let result = reconcile(try await memory(of: host), with: survey, of: host, at: receivedAt)
        let ingested = IngestedSurvey(
            host: host, receivedAt: receivedAt, begunAt: begunAt, survey: survey, nodes: result.nodes,
            gone: result.gone,
            events: result.events, runID: runID)
        lastTicket += 1
        let ticket = lastTicket
        waiting.append(Delivery(ticket: ticket, survey: ingested, agent: agent))
        try await written(ticket)
        return result
    }

    private func memory(of host: HostName) async throws -> HostMemory {
        let identity = try await store.identity(of: host)
        return HostMemory(
            machineID: identity?.machineID, bootID: identity?.bootID, nodes: try await store.nodes(of: host))
    }

    /// Whoever comes while nothing is written writes for all that wait; the others wait for their turn.
    private func written(_ ticket: Int) async throws {
        while true {
            if let outcome = outcomes.removeValue(forKey: ticket) { return try outcome.get() }
            if isWriting {
                await withCheckedContinuation { followers.append($0) }
            } else {
                await writeBatch()
            }
        }
    }

    private func writeBatch() async {
        isWriting = true
        let batch = waiting
        waiting = []
        if case .failure = await write(batch), batch.count > 1 {
            // One survey that the store refuses must not cost the others theirs.
            for delivery in batch { _ = await write([delivery]) }
        }
        isWriting = false
        let woken = followers
        followers = []
        for follower in woken { follower.resume() }
    }

    private func write(_ batch: [Delivery]) async -> Result<Void, any Error> {
        var outcome = Result<Void, any Error>.success(())
        do {
            try await store.ingest(batch.map(\.survey))
            try await store.record(Dictionary(batch.map { ($0.survey.host, $0.agent) }, uniquingKeysWith: { $1 }))
        } catch {
            outcome = .failure(HostFailure(step: "store", message: error.message, fix: error.fix))
        }
        for delivery in batch { outcomes[delivery.ticket] = outcome }
        return outcome
    }
}
