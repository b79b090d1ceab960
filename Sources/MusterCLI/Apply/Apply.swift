import ArgumentParser
import MusterFleet
import MusterModel
import MusterReports

struct Apply: Verb {
    static let configuration = CommandConfiguration(
        abstract: "One cycle: survey hosts, decide, act, record.",
        discussion: """
            Surveys, shows what is due and why, and does it: what is shown is what is done. --dry-run stops before \
            that. It asks where a node would be removed, and with --all. Only managed nodes are acted on: see \
            `muster adopt` and `muster node add`. What a guard, a hold or a limit above the hosts puts off is named, \
            and the exit code is 7.

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
        let acting = try await ActingRun.begin("apply", options, consent, in: session)
        let cycle = await decide(acting)
        let plans = cycle.compactMap(\.outcome.value?.plan)
        if consent.dryRun || !options.output.isJSON { try acting.show(plans) }
        guard !consent.dryRun else { return try await acting.run.finish(cycle) }
        let isGrave = change.all || plans.contains { $0.actions.contains { $0.verb == .remove } }
        return try await acting.carryOut(plans, after: cycle, asking: "do this?", isGrave: isGrave) {
            // What the engine puts off comes in its time; only what forbids acting is worth an exit code.
            !$0.guards.isEmpty
        }
    }

    private func decide(_ acting: ActingRun) async -> [HostResult<AppliedHost>] {
        let run = acting.run
        let round = ApplyRound(
            survey: SurveyRound(
                fleet: run.fleet, starter: acting.starter, intake: Intake(store: run.store), runID: run.id,
                now: run.session.now),
            reader: SituationReader(
                store: run.store, inventory: run.inventory, overridesLimits: consent.overrideLimits),
            acting: acting.acting, isDryRun: true)
        return await run.perform(isLast: consent.dryRun) { await round.run(on: run.targets) }
    }
}
