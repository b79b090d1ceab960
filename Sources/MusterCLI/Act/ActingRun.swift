import MusterFleet
import MusterModel
import MusterPolicy
import MusterReports
import MusterStore

/// One invocation that changes nodes: a fresh survey, plans, a yes, actions, a report.
struct ActingRun: Sendable {
    let run: FleetRun
    let starter: AgentStarter
    let acting: Acting
    let consent: ConsentOptions
    let output: OutputOptions

    /// - Parameter hosts: where something else than the selection names them.
    static func begin(
        _ verb: String, saying arguments: [String] = [], _ options: TouchOptions, _ consent: ConsentOptions,
        on hosts: [HostName]? = nil, in session: Session
    ) async throws -> ActingRun {
        let starter = try options.context.agentStarter(in: session)
        let run = try await FleetRun.begin(
            verb, saying: arguments + consent.spoken, options, on: hosts, in: session)
        var acting = try await run.acting(verb, options)
        acting.overridesLimits = consent.overrideLimits
        return ActingRun(run: run, starter: starter, acting: acting, consent: consent, output: options.output)
    }

    var session: Session { run.session }

    /// Brings a fresh survey of each host into the database; what a host did not answer is its result.
    ///
    /// - Parameter hosts: of the run; `nil` for all.
    func survey(only hosts: Set<HostName>? = nil) async -> [HostResult<SurveyedFleetHost>] {
        let round = SurveyRound(
            fleet: run.fleet, starter: starter, intake: Intake(store: run.store), runID: run.id, now: session.now)
        let targets = run.targets.filter { hosts?.contains($0.name) ?? true }
        return await run.perform(isLast: false) { await round.run(on: targets) }
    }

    /// Carries plans out on their hosts.
    func act(_ plans: [Plan]) async -> [HostResult<HostActed>] {
        let orders = plans.filter { !$0.actions.isEmpty }.map { ($0.host, $0.actions.map { ActionOrder($0) }) }
        let needed = plans.map(\.longestTime).max() ?? .zero
        return await act(Dictionary(orders, uniquingKeysWith: +), needing: needed)
    }

    /// - Parameter time: what the actions of one host may take, beside reaching it.
    func act(_ orders: [HostName: [ActionOrder]], needing time: Duration) async -> [HostResult<HostActed>] {
        let limits = RoundLimits(width: run.fleet.limits.width, timeout: run.fleet.limits.timeout + time)
        let fleet = Fleet(
            dialer: run.fleet.dialer, limits: limits, stop: run.fleet.stop, progress: run.fleet.progress)
        let round = ActionRound(fleet: fleet, starter: starter, acting: acting)
        let targets = run.targets.filter { orders[$0.name] != nil }
        return await run.perform { await round.run(orders, on: targets) }
    }

    /// Writes plans in the format asked for.
    func show(_ plans: [Plan]) throws {
        let width = session.outputWidth
        let report = PlanReport(plans, showsFigures: output.verbose)
        session.output.write(try report.rendered(output.isJSON ? .json : .text, width: width))
    }

    /// Asks where that is due, acts, tells, and ends the run.
    ///
    /// - Parameters:
    ///   - earlier: how the hosts fared until here; those that did not get as far keep that result.
    ///   - whenAgreed: what must be so before anything is sent, and only if it is.
    func carryOut<Value>(
        _ plans: [Plan], after earlier: [HostResult<Value>], asking question: String, isGrave: Bool,
        heldBack isHeldBack: (Plan) -> Bool, whenAgreed: () async throws -> Void = {}
    ) async throws -> ExitStatus {
        let acted: [HostResult<HostActed>]
        if run.isInterrupted {
            acted = []
        } else {
            guard try consent.agrees(to: plans, question, isGrave: isGrave, in: session) else {
                throw CommandError.refused
            }
            try await whenAgreed()
            acted = await act(plans)
            await lookAgain(at: acted)
        }
        let byHost = Dictionary(acted.map { ($0.host, $0) }, uniquingKeysWith: { first, _ in first })
        let results = earlier.map { result in
            result.failure() ?? byHost[result.host]
                ?? HostResult(host: result.host, outcome: .ok(HostActed()), took: result.took, address: result.address)
        }
        return try await finish(results, plans, heldBack: isHeldBack)
    }

    func concluding(_ rest: () async throws -> ExitStatus) async throws -> ExitStatus {
        try await run.concluding(rest)
    }

    /// Surveys the hosts on which something was done, so that `status` shows it and the limits above the hosts know it.
    ///
    /// What a host does not answer now is no failure of the verb: the next survey tells.
    func lookAgain(at acted: [HostResult<HostActed>]) async {
        let touched = acted.filter { !($0.outcome.value?.entries.isEmpty ?? true) }.map(\.host)
        guard !touched.isEmpty, !run.isInterrupted else { return }
        _ = await survey(only: Set(touched))
    }

    /// Writes what was done and ends the run with its exit code.
    ///
    /// - Parameters:
    ///   - results: of all hosts of the run.
    ///   - isHeldBack: whether a plan leaves something undone that was asked for.
    func finish(
        _ results: [HostResult<HostActed>], _ plans: [Plan], heldBack isHeldBack: (Plan) -> Bool
    ) async throws -> ExitStatus {
        let acted = results.compactMap { result in result.outcome.value.map { ActedReport.Host(result.host, $0) } }
        let width = session.outputWidth
        let report = ActedReport(acted)
        output.write(to: session.output) {
            report.text(width: width)
        } json: {
            JSON(run: run.id, results) {
                ActedReport.members($0.entries, reconciled: $0.reconciled, deferred: $0.deferred)
            }.prettyText
        }
        let values = results.compactMap(\.outcome.value)
        var statuses: [ExitStatus] = []
        if values.contains(where: \.isUnknown) { statuses.append(.outcomeUnknown) }
        if values.contains(where: \.hasFailed) { statuses.append(.failed) }
        if values.contains(where: \.isHeldBack) || plans.contains(where: isHeldBack) { statuses.append(.stopped) }
        return try await run.finish(results, also: statuses, Self.counts(values))
    }

    /// What became of the actions, where not all of them were done: a host that could be worked with is `ok` all the same.
    private static func counts(_ acted: [HostActed]) -> String? {
        let entries = acted.flatMap(\.entries)
        let deferred = acted.reduce(0) { $0 + $1.deferred.count }
        guard deferred > 0 || entries.contains(where: { $0.state != .done }) else { return nil }
        let states = Dictionary(grouping: entries, by: \.state).mapValues(\.count)
        var words = LedgerState.allCases.compactMap { state in states[state].map { "\($0) \(state.rawValue)" } }
        if deferred > 0 { words.append("\(deferred) not begun") }
        return Units.count(entries.count + deferred, "action") + ": " + words.joined(separator: ", ")
    }
}

extension Plan {
    /// Whether something that an operator asked for is not done; a cycle of the engine may well leave things for later.
    var leavesSomething: Bool { deferred.contains { $0.isMet != true } || isForbidden }

    var isForbidden: Bool { guards.contains(where: \.stopsHost) }

    /// What its actions may take at most, one after the other.
    var longestTime: Duration {
        actions.reduce(.zero) { sum, action in
            sum + .seconds(60) + .milliseconds((action.gate?.within ?? 0) + (action.gate?.holdFor ?? 0))
        }
    }
}

extension ActedReport.Host {
    init(_ host: HostName, _ acted: HostActed) {
        self.init(host: host, entries: acted.entries, reconciled: acted.reconciled, deferred: acted.deferred)
    }
}
