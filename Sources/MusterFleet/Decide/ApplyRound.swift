import MusterIO
package import MusterModel
package import MusterPolicy
import MusterStore

/// The first half of a cycle over hosts: survey them, then decide on them one after the other.
///
/// The second half is an ``ActionRound`` with the plans.
package struct ApplyRound: Sendable {
    package let survey: SurveyRound
    package let reader: SituationReader
    package let runID: String

    package init(survey: SurveyRound, reader: SituationReader, runID: String) {
        self.survey = survey
        self.reader = reader
        self.runID = runID
    }

    /// One result per host, in the order of `hosts`, which is also the order in which they are decided on.
    ///
    /// A host that could not be surveyed whole is not decided on.
    package func run(on hosts: [HostTarget]) async -> [HostResult<HostDecision>] {
        let surveyed = await survey.run(on: hosts)
        let reached = Set(surveyed.filter { $0.outcome.value != nil }.map(\.host))
        let decided = await decided(hosts.filter { reached.contains($0.name) })
        return surveyed.map { result in
            result.failure()
                ?? HostResult(
                    host: result.host, outcome: decided[result.host] ?? .failed(Self.lost), took: result.took,
                    address: result.address)
        }
    }

    private static let lost = HostFailure(step: "decide", message: "the survey is not in the database")

    private func decided(_ hosts: [HostTarget]) async -> [HostName: HostOutcome<HostDecision>] {
        do throws(StoreError) {
            let decisions = try await reader.decisions(on: hosts, at: survey.now())
            try await keep(decisions)
            return Dictionary(decisions.map { ($0.plan.host, .ok($0)) }) { first, _ in first }
        } catch {
            let failure = HostFailure(step: "decide", message: error.message, fix: error.fix)
            return Dictionary(hosts.map { ($0.name, .failed(failure)) }) { first, _ in first }
        }
    }

    /// For `explain`, all of the round in one transaction.
    private func keep(_ decisions: [HostDecision]) async throws(StoreError) {
        var kept: [Store.Decision] = []
        for decision in decisions {
            guard let situation = try? JSON(encoding: decision.situation).text else { continue }
            kept.append(Store.Decision(plan: decision.plan, situation: situation, runID: runID))
        }
        try await reader.store.keep(kept)
    }
}
