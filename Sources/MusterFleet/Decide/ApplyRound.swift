package import MusterModel
package import MusterPolicy

/// One cycle over hosts: survey, decide, act, record.
package struct ApplyRound: Sendable {
    package let survey: SurveyRound
    package let reader: SituationReader
    package let acting: Acting
    /// Decide and show; nothing is intended and nothing recorded but the survey.
    package let isDryRun: Bool

    package init(survey: SurveyRound, reader: SituationReader, acting: Acting, isDryRun: Bool) {
        self.survey = survey
        self.reader = reader
        self.acting = acting
        self.isDryRun = isDryRun
    }

    package func run(on hosts: [HostTarget]) async -> [HostResult<AppliedHost>] {
        await survey.fleet.inSession(with: hosts) { _, _, _ in
            throw HostFailure(step: "decide", message: "applying is not built yet")
        }
    }
}

/// One host's share of a cycle.
package struct AppliedHost: Sendable {
    package let survey: SurveyedFleetHost
    package let situation: Situation
    package let plan: Plan
    /// `nil` in a dry run.
    package let acted: HostActed?
}
