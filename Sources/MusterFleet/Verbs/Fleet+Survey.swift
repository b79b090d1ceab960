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
    /// By so much a busy controller may take a survey in late.
    private static let grace: Duration = .seconds(5)

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
        await inAgentSession(with: hosts) { try await reconciled($0, $1, until: $2) }
    }

    func inAgentSession<Value: Sendable>(
        with hosts: [HostTarget],
        _ operation: @escaping @Sendable (HostTarget, StartedAgent, Deadline) async throws -> Value
    ) async -> [HostResult<Value>] {
        await fleet.inAgentSession(with: hosts, by: starter, operation)
    }

    /// A survey around which the ends of entries that are open in the ledger are found out, unless somebody else acts
    /// on the host, who does that.
    func reconciled(
        _ host: HostTarget, _ agent: StartedAgent, until deadline: Deadline
    ) async throws -> SurveyedFleetHost {
        let store = intake.store
        guard let runID, try await !store.openEntries(of: [host.name]).isEmpty else {
            return try await survey(host, agent, until: deadline)
        }
        let acting = Acting(
            store: store, runID: runID, controller: "", by: "muster", verb: "survey", randomness: .system, now: now)
        let reconciler = Reconciler(host: host.name, session: agent.session, acting: acting)
        // Not held meanwhile: a survey may take its time, and pressure is answered beside it.
        let asked = try await holding(host.name, as: acting) { () -> Set<ActionID> in
            _ = try await reconciler.ask(until: deadline)
            return Set(try await store.openEntries(of: [host.name]).map(\.id))
        }
        let surveyed = try await survey(host, agent, until: deadline)
        if let asked, !asked.isEmpty {
            _ = try await holding(host.name, as: acting) {
                try await reconciler.resolve(
                    by: surveyed.survey, nodes: surveyed.nodes, among: asked, until: deadline)
            }
        }
        return surveyed
    }

    /// Runs `body` under the host's lease in the store; `nil` where somebody else has it.
    private func holding<Value: Sendable>(
        _ host: HostName, as acting: Acting, _ body: () async throws -> Value
    ) async throws -> Value? {
        do {
            return try await HostClaim(host: host, machine: .nothing, acting: acting)
                .held(until: .after(.zero)) { _ in try await body() }
        } catch is LeaseHeld {
            return nil
        }
    }

    func survey(
        _ host: HostTarget, _ agent: StartedAgent, until deadline: Deadline
    ) async throws -> SurveyedFleetHost {
        fleet.progress(.step(host.name, "survey"))
        let remaining = deadline.since(.now) / .milliseconds(1)
        let request = SurveyRequest(
            kinds: host.kinds, surveyDelay: host.surveyDelay, deadline: Int64(max(0, remaining * 0.9)),
            controller: try await intake.store.controllerID())
        let (begun, start) = (now(), ContinuousClock.now)
        let allowed = deadline.since(.now) + Self.grace
        let (survey, problem) = try await agent.session.survey(request, until: deadline)
        // What lay in the socket while this process stood still, or its machine slept, tells of then.
        guard start.duration(to: .now) < allowed else { throw LinkError.silent(during: "survey") }
        let received = now()
        let record = agent.record(become: host.become, at: received)
        let taken = try await intake.take(
            survey, of: host.name, agent: record, receivedAt: received, begunAt: begun, runID: runID)
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
