import ArgumentParser
import MusterReports
import MusterStore

struct Status: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Show the fleet at a glance: what needs attention first, then a line per host.",
        discussion: """
            Everything comes from the database; nothing is contacted. Evidence older than --stale-after reads UNKNOWN. \
            First come brakes and hosts with a node that needs a human, because an action failed on it three times.

            EXAMPLES
              muster status
              muster status hetzner where "disk>80" --json
            """)

    @OptionGroup var options: ReadOptions

    func run(in session: Session) async throws -> ExitStatus {
        let reading = try await options.open(in: session)
        let report = StatusReport(
            try await reading.states(), restraints: try await reading.store.restraints(at: session.now()),
            size: try await reading.store.size(at: session.now()), at: reading.freshness)
        try options.show(report, in: session)
        return .ok
    }
}
