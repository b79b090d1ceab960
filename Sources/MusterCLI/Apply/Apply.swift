import ArgumentParser
import MusterFleet
import MusterModel
import MusterPolicy
import MusterReports

struct Apply: Verb {
    static let configuration = CommandConfiguration(
        abstract: "One cycle: survey hosts, decide, act, record.",
        discussion: """
            Surveys, shows what is due and why, and does it: what is shown is what is done. --dry-run stops before \
            that. It asks where a node would be removed, and with --all. Only managed nodes are acted on: see \
            `muster adopt` and `muster node add`. What waits for a later cycle is named. Exit code 7 means that a guard \
            or a hold forbids acting on a host, or that a limit above the hosts stopped what was due.

            EXAMPLES
              muster apply hel01 --dry-run
              muster apply hetzner
              muster apply --all --yes
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var consent: ConsentOptions

    func validate() throws { try change.check(options.hosts) }

    func run(in session: Session) async throws -> ExitStatus {
        let acting = try await ActingRun.begin("apply", saying: change.spoken, options, consent, in: session)
        return try await acting.concluding {
            let cycle = await decide(acting)
            let plans = cycle.compactMap(\.outcome.value?.plan)
            if consent.dryRun || !options.output.isJSON { try acting.show(plans) }
            guard !consent.dryRun else { return try await acting.run.finish(cycle) }
            let isGrave = change.all || plans.contains { $0.actions.contains { $0.verb == .remove } }
            return try await acting.carryOut(
                plans, after: cycle, asking: "do this?", isGrave: isGrave, heldBack: \.isForbidden)
        }
    }

    private func decide(_ acting: ActingRun) async -> [HostResult<HostDecision>] {
        let run = acting.run
        let round = ApplyRound(
            survey: SurveyRound(
                fleet: run.fleet, starter: acting.starter, intake: Intake(store: run.store), runID: run.id,
                now: run.session.now),
            reader: SituationReader(
                store: run.store, inventory: run.inventory, overridesLimits: consent.overrideLimits),
            runID: run.id)
        return await run.perform(isLast: consent.dryRun) { await round.run(on: run.targets) }
    }
}
