import ArgumentParser
import MusterFleet
import MusterModel
import MusterStore
import MusterWire

struct SurveyVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "survey",
        abstract: "Look at hosts and their nodes, and remember what was found.",
        discussion: """
            Installs the agent where it is missing. What is found goes into the database, from which all reports are \
            made; --json prints it as well, in the format of docs/survey.md.

            EXAMPLES
              muster survey
              muster survey hetzner --except hel03
              muster survey attic --json > attic.json
            """)

    @OptionGroup var options: TouchOptions

    func run(in session: Session) async throws -> ExitStatus {
        let run = try await FleetRun.begin("survey", options, in: session)
        return try await run.concluding { try await survey(run, in: session) }
    }

    private func survey(_ run: FleetRun, in session: Session) async throws -> ExitStatus {
        let round = SurveyRound(
            fleet: run.fleet, starter: try options.context.agentStarter(in: session),
            intake: Intake(store: run.store), runID: run.id, now: session.now)
        let results = await run.perform { await round.run(on: run.targets) }
        options.output.write(to: session.output) {
            SurveySummary.text(results)
        } json: {
            JSON(run: run.id, results, value: Self.members).prettyText
        }
        for remark in MachineTwins.remarks(try await run.store.identities()) { session.output.note(remark) }
        return try await run.finish(results)
    }

    private static func members(_ host: SurveyedFleetHost) -> [JSON.Member] {
        [
            JSON.Member("received_at", .integer(host.receivedAt.milliseconds)),
            JSON.Member("survey", (try? JSON(encoding: host.survey)) ?? .null),
        ]
    }
}
