import MusterModel
import MusterStore
import Testing

/// Surveys that looked before something was done, and are taken in after it.
struct StaleSurveyTests {
    /// The moments at which a survey that shows the node was asked for, and whether it brings the node back that was
    /// removed in the 20th second.
    @Test(arguments: [(10, false), (19, false), (21, true), (30, true)])
    func onlyEvidenceFromAfterItsRemovalBringsANodeBack(begun: Int64, isBack: Bool) async throws {
        let ledger = try await Ledger()
        let removal = try ledger.entry("a", .remove)
        try await ledger.store.intend([removal])
        _ = try await ledger.store.markSent([removal.id], at: .at(10))
        let report = ActionReport(id: removal.id, ending: .done)
        _ = try await ledger.store.settle([report], at: .at(20))
        #expect(try await ledger.node(1) == nil)
        var survey = IngestedSurvey.example(
            ledger.host, at: 90, nodes: (1...3).map { .example($0, on: ledger.host, at: 90) })
        survey.begunAt = .at(begun)
        try await ledger.store.ingest(survey)
        #expect((try await ledger.node(1) != nil) == isBack)
        #expect(try await ledger.node(2) != nil)
    }
}
