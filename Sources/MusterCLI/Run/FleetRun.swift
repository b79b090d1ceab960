import MusterFleet
import MusterIO
import MusterInventory
import MusterModel
import MusterReports
import MusterStore

/// One invocation that touches hosts: from the inventory to its line in the history.
struct FleetRun: Sendable {
    let id: String
    /// The hosts that are meant, in the order of the inventory.
    let targets: [HostTarget]
    /// All hosts of the inventory, relays among them.
    let inventory: [HostTarget]
    let store: Store
    let fleet: Fleet
    let dialer: SSHHostDialer
    let session: Session
    let display: ProgressDisplay
    private let interrupts = Interrupts()

    /// Reads the inventory, brings the store in line with it, selects hosts and notes that the run began.
    ///
    /// - Parameters:
    ///   - arguments: the command line after the verb, for the history; without secrets.
    ///   - named: the hosts where something else than the selection names them.
    static func begin(
        _ verb: String, saying arguments: [String] = [], _ options: TouchOptions, on named: [HostName]? = nil,
        in session: Session
    ) async throws -> FleetRun {
        let inventory = try options.context.inventory(in: session)
        let now = session.now()
        let store = try options.context.writableStore(in: session)
        try await store.sync(hosts: try options.context.writtenInventory(in: session).targets, at: now)
        let freshness = Freshness(now: now, staleAfter: FreshnessOptions.standard)
        let hosts: [HostName]
        if let named {
            hosts = named
        } else {
            let selection = try await options.hosts.selection(from: inventory, store: store, freshness: freshness)
            selection.tellUndecided(in: session)
            hosts = selection.hosts
        }
        let display = ProgressDisplay(
            total: hosts.count, isTerminal: session.environment.isErrorTerminal && !options.output.quiet,
            isVerbose: options.output.verbose, output: session.output)
        let addresses = try await store.hosts(at: freshness).compactMap { host in
            host.contact?.address.map { (host.name, $0) }
        }
        let dialer = try await session.dialer(
            hosts: inventory.targets, lastAddresses: Dictionary(addresses, uniquingKeysWith: { $1 }), options)
        let fleet = Fleet(
            dialer: dialer,
            limits: RoundLimits(width: options.context.parallel, timeout: options.context.timeout.duration),
            progress: { display.show($0) })
        let id = session.randomness.hex(16)
        try await store.begin(
            RunRecord(
                id: id, verb: verb, arguments: options.hosts.spoken + arguments, startedAt: now, by: session.operator,
                retryOf: session.retryOf))
        return FleetRun(
            id: id, targets: hosts.compactMap { inventory[$0]?.target }, inventory: inventory.targets,
            store: store, fleet: fleet, dialer: dialer, session: session, display: display)
    }

    /// As whom it takes leases, and that it waits for those of others.
    func acting(_ verb: String, _ options: TouchOptions) async throws -> Acting {
        Acting(
            store: store, runID: id, controller: try await store.controllerID(), by: session.operator, verb: verb,
            randomness: session.randomness, now: session.now, patience: options.context.timeout.duration)
    }

    /// Whether the operator asked to stop in a round so far.
    var isInterrupted: Bool { interrupts.wereAsked }

    /// Runs a round under the operator's Ctrl-C: the first ends new work, the second what runs.
    ///
    /// - Parameter isLast: whether no round follows, so that the way to the hosts can be closed.
    func perform<Value: Sendable>(
        isLast: Bool = true, _ round: @escaping @Sendable () async -> [HostResult<Value>]
    ) async -> [HostResult<Value>] {
        let work = Task { await round() }
        interrupts.watch(stop: fleet.stop) {
            display.remark($0)
        } stopAll: {
            work.cancel()
        }
        let results = await work.value
        if isLast { await fleet.dialer.close() }
        interrupts.unwatch()
        display.clear()
        return results
    }

    /// Runs the rest of a verb; where it ends with an error, the way to the hosts is closed and the history says so.
    func concluding(_ rest: () async throws -> ExitStatus) async throws -> ExitStatus {
        do {
            return try await rest()
        } catch {
            await fleet.dialer.close()
            try? await store.finish(run: id, at: session.now(), exitCode: Int(ExitStatus(error).rawValue))
            throw error
        }
    }

    /// Notes what became of each host, says it in one line, and gives the run's exit code.
    ///
    /// - Parameter remark: what else belongs into that line.
    func finish<Value>(
        _ results: [HostResult<Value>], also statuses: [ExitStatus] = [], _ remark: String? = nil
    ) async throws -> ExitStatus {
        let now = session.now()
        let hosts = results.map { result in
            RunHost(
                host: result.host, outcome: result.outcome.kind, failure: result.outcome.failure, at: now,
                took: result.milliseconds, address: result.address)
        }
        let interrupted: [ExitStatus] = interrupts.wereAsked ? [.interrupted] : []
        var status = ExitStatus.first(of: results.map { ExitStatus($0.outcome) } + statuses + interrupted)
        if let error = await noted(hosts, status, at: now) {
            // What was done is told all the same.
            session.output.note("muster: the history lacks this run: \(error.message)")
            if status == .ok { status = .internalError }
        }
        tellFixes(results)
        session.output.note(Self.summary(results) + (remark.map { "; " + $0 } ?? ""))
        return status
    }

    /// Writes the run's end into the history; answers why it could not.
    private func noted(_ hosts: [RunHost], _ status: ExitStatus, at now: Timestamp) async -> StoreError? {
        do throws(StoreError) {
            try await store.record(hosts, run: id)
            try await store.finish(run: id, at: now, exitCode: Int(status.rawValue))
            return nil
        } catch {
            return error
        }
    }

    /// What to do about the failures, each remedy once with its hosts.
    private func tellFixes<Value>(_ results: [HostResult<Value>]) {
        let fixes = results.compactMap { result in result.outcome.failure?.fix.map { (result.host.text, $0) } }
        for (fix, hosts) in Dictionary(grouping: fixes, by: \.1).sorted(by: { $0.key < $1.key }) {
            session.output.note("  \(hosts.map(\.0).joined(separator: ", ")): \(PlainText.printable(fix))")
        }
    }

    /// The last line of every run, such as `15 hosts: 12 ok, 1 failed, 2 unreachable`.
    private static func summary<Value>(_ results: [HostResult<Value>]) -> String {
        let counts = Dictionary(grouping: results, by: \.outcome.kind).mapValues(\.count)
        let words = OutcomeKind.allCases.compactMap { kind in counts[kind].map { "\($0) \(kind.rawValue)" } }
        return "\(Units.count(results.count, "host")): "
            + (words.isEmpty ? "nothing to do" : words.joined(separator: ", "))
    }
}
