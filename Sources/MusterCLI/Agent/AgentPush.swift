import ArgumentParser
import MusterFleet
import MusterModel
import MusterStore

struct AgentPush: Verb {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Put the agent on hosts; where it is already, nothing is sent.",
        discussion: """
            EXAMPLES
              muster agent push --all
              muster agent push hel01 --agent-dir ./agents
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws { try change.check(options.hosts) }

    func run(in session: Session) async throws -> ExitStatus {
        let starter = try options.context.agentStarter(in: session)
        let run = try await FleetRun.begin("agent push", saying: change.spoken, options, in: session)
        let acting = try await run.acting("agent push", options)
        let results = await run.perform { await run.fleet.pushAgents(to: run.targets, by: starter, as: acting) }
        let pushed = results.compactMap { result in result.outcome.value.map { (result.host, $0.record) } }
        try await run.store.record(Dictionary(pushed, uniquingKeysWith: { $1 }))
        options.output.write(to: session.output) {
            Columns.aligned([["HOST", "RESULT", "VERSION", "BYTES"]] + results.map(Self.row))
        } json: {
            JSON(run: run.id, results, value: Self.members).prettyText
        }
        return try await run.finish(results)
    }

    private static func row(_ result: HostResult<PushedAgent>) -> [String] {
        guard let agent = result.outcome.value else { return [result.host.text, result.outcome.kind.rawValue, "", ""] }
        let done = agent.wasInstalled ? "installed" : "in place"
        return [result.host.text, done, agent.record.version, String(agent.record.size)]
    }

    private static func members(_ agent: PushedAgent) -> [JSON.Member] {
        [
            JSON.Member("installed", .bool(agent.wasInstalled)),
            JSON.Member("version", .string(agent.record.version)),
            JSON.Member("sha256", .string(agent.record.sha256)),
            JSON.Member("bytes", .integer(agent.record.size)),
        ]
    }
}
