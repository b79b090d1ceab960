import MusterIO
package import MusterModel
import MusterPolicy
import MusterStore
import MusterWire

/// What a survey of one host brought.
package struct SurveyedFleetHost: Sendable {
    package let survey: Survey
    package let receivedAt: Timestamp
    package let nodes: [NodeRecord]
    package let events: [FleetEvent]
    package let agent: AgentRecord
    package let wasInstalled: Bool
}

/// Surveys hosts and brings what they say into the store.
package struct SurveyRound: Sendable {
    package let fleet: Fleet
    package let starter: AgentStarter
    package let intake: Intake
    package let runID: String?
    package let now: @Sendable () -> Timestamp

    package init(
        fleet: Fleet, starter: AgentStarter, intake: Intake, runID: String?, now: @escaping @Sendable () -> Timestamp
    ) {
        self.fleet = fleet
        self.starter = starter
        self.intake = intake
        self.runID = runID
        self.now = now
    }

    /// A survey that broke off is taken in as far as it came, and its host has failed.
    package func run(on hosts: [HostTarget]) async -> [HostResult<SurveyedFleetHost>] {
        await fleet.inSession(with: hosts) { host, session, deadline in
            let agent = try await starter.start(on: session, become: host.become, until: deadline) {
                fleet.progress(.step(host.name, $0))
            }
            fleet.progress(.step(host.name, "survey"))
            do {
                let result = try await survey(host, agent, until: deadline)
                await agent.session.close()
                return result
            } catch {
                await agent.session.close()
                throw error
            }
        }
    }

    private func survey(
        _ host: HostTarget, _ agent: StartedAgent, until deadline: Deadline
    ) async throws -> SurveyedFleetHost {
        let remaining = deadline.since(.now) / .milliseconds(1)
        let request = SurveyRequest(
            kinds: host.kinds, surveyDelay: host.surveyDelay, deadline: Int64(max(0, remaining * 0.9)))
        let (survey, problem) = try await agent.session.survey(request, until: deadline)
        let received = now()
        let record = agent.record(become: host.become, at: received)
        let taken = try await intake.take(survey, of: host.name, agent: record, receivedAt: received, runID: runID)
        if let problem { throw LinkError.brokenSurvey(problem) }
        return SurveyedFleetHost(
            survey: survey, receivedAt: received, nodes: taken.nodes, events: taken.events, agent: record,
            wasInstalled: agent.wasInstalled)
    }
}

extension HostTarget {
    /// Pause between two nodes' probes in milliseconds: the longest that any of its kinds asks for.
    var surveyDelay: Int64 {
        let settings = [policy.host] + policy.kinds.values
        return settings.compactMap { $0["survey_delay"]?.whole }.max() ?? 0
    }
}
