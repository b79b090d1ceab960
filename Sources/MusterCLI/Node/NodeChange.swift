import ArgumentParser
import MusterFleet
import MusterInventory
import MusterModel
import MusterPolicy
import MusterStore

/// What all verbs that change nodes share: they look first, show what they will do, ask where it is grave, and do it.
struct NodeChange {
    /// For the history; `node` and the verb where it is not set.
    var name: String?
    let verb: ActionVerb
    var options: TouchOptions
    let change: ChangeOptions
    var choice: NodeChoiceOptions
    let consent: ConsentOptions
    var binary: BinaryOptions?
    var identity: String?
    var purge = false
    /// When a stop ends by itself, from now.
    var span: Duration?
    var again = false

    /// The same, with a word such as `hel01/antnode0007` among the hosts understood as after `--node`.
    func namingNodes() throws -> NodeChange {
        let words = NodeWords(options.hosts)
        guard !words.nodes.isEmpty else { return self }
        guard words.hosts.words.isEmpty || words.hosts.words.first == "where" else {
            throw ValidationError("name either nodes, or hosts with --count or --total")
        }
        var work = self
        work.options.hosts = words.hosts
        work.choice.node += words.nodes
        try work.choice.validate()
        return work
    }

    /// What the command line alone can tell.
    func check() throws {
        try choice.requireAmount()
        guard ![.disable, .enable].contains(verb) || !choice.node.isEmpty || choice.count == .all else {
            throw ValidationError(
                "nodes to \(verb.rawValue) are never picked by number: say --node HOST/NODE,… or --count all")
        }
        guard span.map({ $0 > .zero }) ?? true else { throw ValidationError("--for takes a time from 1s") }
        try Self.checkKeyName(identity)
        if choice.node.isEmpty || choice.node.contains(where: { !$0.contains("/") }) {
            try change.check(options.hosts)
        }
    }

    /// A key is one file of the archive: a path would lead out of it.
    static func checkKeyName(_ name: String?) throws {
        guard let name, name.isEmpty || name.hasPrefix(".") || name.contains("/") else { return }
        throw ValidationError("--identity takes a key's name as `muster archive list` shows it, not '\(name)'")
    }

    func run(in session: Session) async throws -> ExitStatus {
        let inventory = try options.context.inventory(in: session)
        let hosts = try HostsOfChange(options.hosts, choice, in: inventory)
        try inventory.requireKind(choice.service, on: hosts.all)
        let file = try binary?.localPath.map { try BinaryPush(reading: $0) }
        let acting = try await ActingRun.begin(
            name ?? "node \(verb.rawValue)", saying: spoken, options, consent, on: hosts.all, in: session)
        return try await acting.concluding { try await work(acting, hosts, file) }
    }

    private func work(_ acting: ActingRun, _ hosts: HostsOfChange, _ file: BinaryPush?) async throws -> ExitStatus {
        let surveyed = await acting.survey()
        let meant = try await hosts.meant(among: surveyed, store: acting.run.store, in: acting.session)
        let fitting = surveyed.map { Self.fitted($0, file, acting.run.display) }
        let fit = Set(fitting.filter { $0.outcome.value != nil }.map(\.host)).intersection(meant)
        let pushed = await push(file, to: acting.run.targets.filter { fit.contains($0.name) }, acting)
        let results = fitting.map { result in pushed.failures[result.host] ?? result }
        let ready = results.filter { $0.outcome.value != nil && meant.contains($0.host) }
        let plans = try await plans(for: ready, hosts, pushed.sources, acting)
        if consent.dryRun || !options.output.isJSON { try acting.show(plans) }
        guard !consent.dryRun else { return try await acting.run.finish(results, also: Self.status(of: plans)) }
        return try await acting.carryOut(
            plans, after: results, asking: question(plans), isGrave: isGrave(plans), heldBack: \.leavesSomething
        ) {
            guard again else { return }
            for source in Set(plans.flatMap(\.actions).compactMap(\.source)) {
                try await acting.run.store.liftQuarantine(of: source)
            }
        }
    }

    private static func status(of plans: [Plan]) -> [ExitStatus] {
        plans.contains(where: \.leavesSomething) ? [.stopped] : []
    }

    private func plans(
        for ready: [HostResult<SurveyedFleetHost>], _ hosts: HostsOfChange, _ pushed: [HostName: BinarySource],
        _ acting: ActingRun
    ) async throws -> [Plan] {
        let names = Set(ready.map(\.host))
        let targets = acting.run.targets.filter { names.contains($0.name) }
        let homes = Dictionary(ready.map { ($0.host, $0.outcome.value?.survey.facts.home) }) { first, _ in first }
        var sources: [HostName: [String: BinarySource]] = [:]
        for target in targets {
            for kind in target.kinds where choice.service.map({ $0 == kind.name }) ?? (kind.launch != nil) {
                sources[target.name, default: [:]][kind.name] = try binary?.source(
                    on: target, kind: kind.name, pushed: pushed[target.name], home: homes[target.name] ?? nil)
            }
        }
        let reader = SituationReader(
            store: acting.run.store, inventory: acting.run.inventory, binaries: sources,
            overridesLimits: consent.overrideLimits)
        let now = acting.session.now()
        let situations = try await reader.situations(of: targets, at: now)
        if let total = choice.total {
            let asked = order(.count(total, choice.preference(for: verb)), at: now)
            return operatorPlans(asked, total: total, on: situations)
        }
        return operatorPlans(
            situations.map { (order(hosts.choice(choice, for: verb, on: $0.target.name), at: now), $0) })
    }

    private func order(_ choice: OperatorOrder.Choice, at now: Timestamp) -> OperatorOrder {
        OperatorOrder(
            verb: verb, choice: choice, kind: self.choice.service,
            reason: "asked for by the operator" + (span.map { ", for \(TimeSpan($0))" } ?? ""),
            until: span.map { now.advanced(by: $0) }, identity: identity, purge: purge,
            overridesHold: consent.overrideHold, overridesLimits: consent.overrideLimits, again: again)
    }

    /// The same; a failure where the host is no machine for the program.
    private static func fitted(
        _ result: HostResult<SurveyedFleetHost>, _ file: BinaryPush?, _ display: ProgressDisplay
    ) -> HostResult<SurveyedFleetHost> {
        guard let machine = result.outcome.value?.survey.facts.architecture, let misfit = file?.misfit(on: machine)
        else { return result }
        display.remark("\(result.host): \(PlainText.printable(misfit.message))")
        return HostResult(host: result.host, outcome: .failed(misfit), took: result.took, address: result.address)
    }

    /// Sends the file to the hosts; a dry run only names where it would come from.
    private func push(
        _ file: BinaryPush?, to hosts: [HostTarget], _ acting: ActingRun
    ) async -> (sources: [HostName: BinarySource], failures: [HostName: HostResult<SurveyedFleetHost>]) {
        guard let file else { return ([:], [:]) }
        if consent.dryRun {
            let source = BinarySource(path: file.path, sha256: file.sha256)
            return (Dictionary(hosts.map { ($0.name, source) }) { first, _ in first }, [:])
        }
        let fleet = acting.run.fleet
        let randomness = acting.session.randomness
        let results = await acting.run.perform(isLast: false) {
            await fleet.push(file, to: hosts, randomness: randomness)
        }
        let sources = results.compactMap { result in result.outcome.value.map { (result.host, $0) } }
        let failures = results.compactMap { result in
            result.failure(as: SurveyedFleetHost.self).map { (result.host, $0) }
        }
        return (Dictionary(sources) { first, _ in first }, Dictionary(failures) { first, _ in first })
    }

    /// Something is destroyed, the whole fleet is meant, or nodes of several hosts work less.
    private func isGrave(_ plans: [Plan]) -> Bool {
        let hosts = plans.count { !$0.actions.isEmpty }
        return verb == .remove || purge || change.all || (verb.disturbs && hosts > 1)
    }

    private func question(_ plans: [Plan]) -> String {
        let nodes = plans.reduce(0) { $0 + $1.actions.count }
        let hosts = plans.count { !$0.actions.isEmpty }
        let what = "\(verb.rawValue) \(nodes) \(nodes == 1 ? "node" : "nodes")"
        let place = hosts == 1 ? "on 1 host" : "on \(hosts) hosts"
        return "\(what) \(place)" + (purge ? " and destroy the keys for ever?" : "?")
    }

    private var spoken: [String] {
        change.spoken + choice.spoken + (binary?.spoken ?? []) + (identity.map { ["--identity", $0] } ?? [])
            + (purge ? ["--purge"] : []) + (span.map { ["--for", "\(TimeSpan($0))"] } ?? [])
            + (again ? ["--again"] : [])
    }
}
