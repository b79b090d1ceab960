import MusterIO
package import MusterModel
package import MusterPolicy
import MusterStore
import MusterWire

/// One cycle over hosts: survey, decide, act, record.
package struct ApplyRound: Sendable {
    package let survey: SurveyRound
    package let reader: SituationReader
    package let acting: Acting
    /// Decide and show; nothing is intended.
    package let isDryRun: Bool

    package init(survey: SurveyRound, reader: SituationReader, acting: Acting, isDryRun: Bool) {
        self.survey = survey
        self.reader = reader
        self.acting = acting
        self.isDryRun = isDryRun
    }

    package func run(on hosts: [HostTarget]) async -> [HostResult<AppliedHost>] {
        let limits = LimitDesk(store: acting.store, inventory: reader.inventory, now: acting.now)
        return await survey.inAgentSession(with: hosts) { host, agent, deadline in
            guard !isDryRun else {
                let surveyed = try await survey.reconciled(host, agent, until: deadline)
                let (situation, plan) = try await decided(on: host, surveyed, limits)
                return AppliedHost(survey: surveyed, situation: situation, plan: plan, acted: nil)
            }
            survey.fleet.progress(.step(host.name, "lease"))
            return try await HostClaim(host: host.name, session: agent.session, acting: acting).held(until: deadline) {
                try await cycle(host, agent, $0, limits, until: deadline)
            }
        }
    }

    private func cycle(
        _ host: HostTarget, _ agent: StartedAgent, _ claim: HostClaim, _ limits: LimitDesk, until deadline: Deadline
    ) async throws -> AppliedHost {
        let reconciler = Reconciler(host: host.name, session: agent.session, acting: acting)
        var reconciled = try await reconciler.ask(until: deadline)
        let surveyed = try await survey.survey(host, agent, until: deadline)
        reconciled += try await reconciler.resolve(by: surveyed.survey, nodes: surveyed.nodes, until: deadline)
        let (situation, plan) = try await decided(on: host, surveyed, limits)
        let dispatch = Dispatch(
            host: host, facts: surveyed.survey.facts, session: agent.session, acting: acting, claim: claim,
            stop: survey.fleet.stop)
        let orders = plan.actions.map { ActionOrder($0) }
        var acted = try await dispatch.run(orders, until: deadline + .seconds(-2))
        acted.reconciled = reconciled
        return AppliedHost(survey: surveyed, situation: situation, plan: plan, acted: acted)
    }

    /// Decides within what the other hosts' decisions have left of the limits, and records it.
    private func decided(
        on host: HostTarget, _ surveyed: SurveyedFleetHost, _ limits: LimitDesk
    ) async throws -> (Situation, Plan) {
        let decision = try await limits.decide(on: host.name) { allowance in
            let now = acting.now()
            let view = try await FleetView(reader.store, hosts: [host.name], at: now)
            guard let evidence = try await HostEvidence(reader.store, of: host.name) else {
                throw HostFailure(step: "decide", message: "the survey is not in the database")
            }
            let situation = try await reader.situation(of: host, evidence, view, at: now, allowance: allowance)
            return LimitDesk.Decision(situation: situation, plan: MusterPolicy.decide(situation))
        }
        try await acting.store.keep(
            decision.plan, situation: try JSON(encoding: decision.situation).text, runID: acting.runID)
        return (decision.situation, decision.plan)
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
