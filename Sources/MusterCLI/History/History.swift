import ArgumentParser
import MusterModel
import MusterReports
import MusterStore

struct History: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Show what was done, and what changed on hosts and nodes.",
        discussion: """
            EXAMPLES
              muster history
              muster history hel01 --since 2h
              muster history --limit 500 --json
            """)

    @OptionGroup var options: ReadOptions

    @Option(help: ArgumentHelp("Only what happened within this time, such as 2h or 7d.", valueName: "time"))
    var since: TimeSpan?

    @Option(help: ArgumentHelp("At most this many runs, and as many events.", valueName: "n"))
    var limit = 50

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 100000") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let reading = try await options.open(in: session)
        let start = since.map { session.now().advanced(by: .zero - $0.duration) } ?? Timestamp(milliseconds: 0)
        let hosts = options.hosts.words.isEmpty ? nil : reading.names
        var runs = try await reading.store.runs(limit: limit, of: hosts?.count == 1 ? hosts?.first : nil)
        runs.removeAll { $0.startedAt < start }
        let events = try await reading.store.events(since: start, limit: limit, of: hosts)
        try options.show(HistoryReport(runs: runs, events: events), in: session)
        return .ok
    }
}
