import ArgumentParser
import MusterFleet
import MusterModel
import MusterPolicy

struct ArchiveList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the keys of removed nodes, by the names that `node restore` takes.",
        discussion: """
            Looks on the hosts, in `.muster-archive` of each directory that holds nodes there.

            EXAMPLES
              muster archive list hel01
              muster archive list --json
            """)

    @OptionGroup var options: TouchOptions

    func run(in session: Session) async throws -> ExitStatus {
        let run = try await FleetRun.begin("archive list", options, in: session)
        let listing = try await ArchiveListing(run)
        let results = await run.perform { await run.fleet.execute(listing.command, on: run.targets) }
        let found = results.map { result in
            (result.host, result.outcome.value.map { ArchiveListing.entries(in: $0) } ?? [])
        }
        options.output.write(to: session.output) {
            let rows = found.flatMap { host, entries in
                entries.map { [host.text, $0.name, $0.node, $0.archivedAt, $0.address, $0.storage] }
            }
            return rows.isEmpty
                ? "no keys are archived"
                : Columns.aligned([["HOST", "KEY", "NODE", "ARCHIVED", "EARNED FOR", "STORAGE"]] + rows)
        } json: {
            JSON(run: run.id, results) { result in
                [JSON.Member("archive", .array(ArchiveListing.entries(in: result).map(\.json)))]
            }.prettyText
        }
        return try await run.finish(results)
    }
}
