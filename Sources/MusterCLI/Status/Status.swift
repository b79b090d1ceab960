import ArgumentParser
import MusterReports

struct Status: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Show the fleet at a glance: what needs attention first, then a line per host.",
        discussion: """
            Everything comes from the database; nothing is contacted. Evidence older than --stale-after reads UNKNOWN.

            EXAMPLES
              muster status
              muster status hetzner where "disk>80" --json
            """)

    @OptionGroup var options: ReadOptions

    func run(in session: Session) async throws -> ExitStatus {
        let reading = try await options.open(in: session)
        try options.show(StatusReport(try await reading.states(), at: reading.freshness), in: session)
        return .ok
    }
}
