import ArgumentParser
import MusterFleet
import MusterModel
import MusterStore

struct AgentRemove: Verb {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take the agent off hosts and leave nothing of it behind.",
        discussion: """
            Nodes and their data are not touched. It waits up to --timeout for a host that another verb works on, and \
            refuses one that another controller watches.

            EXAMPLES
              muster agent remove attic
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws { try change.check(options.hosts) }

    func run(in session: Session) async throws -> ExitStatus {
        let starter = try options.context.agentStarter(in: session)
        let run = try await FleetRun.begin("agent remove", saying: change.spoken, options, in: session)
        let acting = try await run.acting("agent remove", options)
        let results = await run.perform { await run.fleet.removeAgents(from: run.targets, by: starter, as: acting) }
        try await run.store.forgetAgents(of: results.filter { $0.outcome.kind == .ok }.map(\.host))
        options.output.write(to: session.output) {
            Columns.aligned(
                [["HOST", "RESULT"]]
                    + results.map { [$0.host.text, $0.outcome.kind == .ok ? "removed" : $0.outcome.kind.rawValue] })
        } json: {
            JSON(run: run.id, results) { _ in [] }.prettyText
        }
        return try await run.finish(results)
    }
}
