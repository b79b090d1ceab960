import ArgumentParser
import MusterModel
import MusterReports
import MusterStore

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what was done and why, and what changed on hosts and nodes.",
        discussion: """
            EXAMPLES
              muster history
              muster history hel01 --since 2h
              muster history resolve 1f2e3d4c --as done --reason "it runs the new version"
            """,
        subcommands: [HistoryShow.self, HistoryResolve.self], defaultSubcommand: HistoryShow.self)
}

struct HistoryShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show actions with their outcome, runs and events, the newest first.",
        discussion: """
            Actions come from the ledger, which is never pruned: who decided what, when and why, what came of it and \
            how long it took. Of an open action the end is not known yet; it blocks its node only.

            EXAMPLES
              muster history hel01 --since 2h
              muster history --node hel01/antnode0007
              muster history --failed --since 7d
              muster history --open
            """)

    @OptionGroup var options: ReadOptions

    @Option(help: ArgumentHelp("Only what happened within this time, such as 2h or 7d.", valueName: "time"))
    var since: TimeSpan?

    @Option(help: ArgumentHelp("Only this node: hel01/antnode0007, or antnode0007 on all hosts.", valueName: "node"))
    var node: String?

    @Flag(help: "Only actions that failed, were stale or refused.")
    var failed = false

    @Flag(help: "Only actions whose end is not known.")
    var open = false

    @Option(help: ArgumentHelp("Only actions of this run, by the first digits of its id.", valueName: "run"))
    var run: String?

    @Option(help: ArgumentHelp("At most this many actions, runs and events each.", valueName: "n"))
    var limit = 50

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 100000") }
        guard !(failed && open) else { throw ValidationError("--failed and --open exclude each other") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let reading = try await options.open(in: session)
        let now = session.now()
        let start = since.map { now.advanced(by: .zero - $0.duration) }
        var filter = LedgerFilter(since: start, failedOnly: failed, openOnly: open, limit: limit)
        filter.hosts = options.selected.words.isEmpty ? nil : reading.names
        if let node { try narrow(&filter, to: node, reading) }
        if let run { filter.runID = try await reading.store.run(beginning: run).id }
        let actions = try await reading.store.ledger(filter)
        if actions.isEmpty, options.selected.words.isEmpty, let name = filter.node {
            try await requireNode(name, reading)
        }
        if failed || open || node != nil || run != nil {
            try options.show(LedgerReport(actions, at: now), in: session)
            return .ok
        }
        let hosts = filter.hosts
        var runs = try await reading.store.runs(limit: limit, of: hosts?.count == 1 ? hosts?.first : nil)
        if let start { runs.removeAll { $0.startedAt < start } }
        let events = try await reading.store.events(
            since: start ?? Timestamp(milliseconds: 0), limit: limit, of: hosts)
        try options.show(HistoryReport(actions: actions, runs: runs, events: events, at: now), in: session)
        return .ok
    }

    /// A slip of the fingers must not pass for a node to which nothing was ever done.
    private func requireNode(_ name: String, _ reading: Reading) async throws {
        for host in reading.names where try await reading.store.nodes(of: host).contains(where: { $0.id.name == name })
        {
            return
        }
        throw CommandError.usage(
            "no node \(PlainText.printable(name)) is known on these hosts",
            fix: "run `muster report nodes` to see the names")
    }

    private func narrow(_ filter: inout LedgerFilter, to word: String, _ reading: Reading) throws {
        guard word.contains("/") else {
            filter.node = word
            return
        }
        let node = try NodeID(operand: word)
        guard reading.names.contains(node.host) else {
            throw CommandError.usage(
                "\(node.host) is not among the hosts", fix: "run `muster inventory list` to see the names")
        }
        filter.hosts = [node.host]
        filter.node = node.name
    }
}
