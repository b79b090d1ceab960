import ArgumentParser
import MusterFleet
import MusterModel

struct Ping: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Log in to hosts and run a command that does nothing.",
        discussion: """
            Shows the address that answered and how long it took, from resolving the name to the command's end.

            EXAMPLES
              muster ping
              muster ping hel* --timeout 10s
            """)

    @OptionGroup var options: TouchOptions

    func run(in session: Session) async throws -> ExitStatus {
        let run = try await FleetRun.begin("ping", options, in: session)
        let results = await run.perform { await run.fleet.ping(run.targets) }
        options.output.write(to: session.output) {
            Columns.aligned([["HOST", "RESULT", "ADDRESS", "TIME"]] + results.map(Self.row))
        } json: {
            JSON(run: run.id, results) { _ in [] }.prettyText
        }
        return try await run.finish(results)
    }

    private static func row(_ result: HostResult<Void>) -> [String] {
        [result.host.text, result.outcome.kind.rawValue, result.address ?? "", "\(result.milliseconds) ms"]
    }
}
