import ArgumentParser
import MusterFleet
import MusterInventory
import MusterModel
import MusterPolicy
import MusterReports

struct PlanVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what would be done on hosts and why; contacts nothing, changes nothing.",
        discussion: """
            Decides on what the database holds, exactly as `apply` and `watch` would with the same evidence. --input \
            decides on a recorded survey instead (`muster survey HOST --json`), without history. --set tries other \
            settings. --replay goes through the samples of the last time, oldest first, with the nodes as they \
            stood then, and shows what would have been done; it names what the database could not tell of that time.

            With --exit-code: 0 nothing is due, 9 something is due, 7 a guard keeps a host from being acted on. \
            Without it, 0.

            EXAMPLES
              muster plan
              muster plan hel01 -v
              muster plan hetzner --set cpu_remove=60 --set antnode.node_cap=40
              muster plan --input attic.json --set mem_remove=50
              muster plan attic --replay 7d
              muster plan --exit-code --quiet
            """)

    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Decide on this recorded survey, as `survey --json` prints it.", valueName: "file"))
    var input: String?

    @Option(help: ArgumentHelp("Decide on every stored sample of this time, such as 12h or 7d.", valueName: "time"))
    var replay: TimeSpan?

    @Flag(help: "Tell in the exit code whether something is due.")
    var exitCode = false

    func validate() throws {
        guard input == nil || replay == nil else { throw ValidationError("--input and --replay exclude each other") }
        guard replay.map({ $0.duration > .zero }) ?? true else {
            throw ValidationError("--replay takes a time from 1s")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let inventory = try context.inventory(in: session)
        if let input {
            let recorded = try RecordedSurveys(reading: input, inventory: inventory, at: session.now())
            return try show(recorded.situations(of: try hosts.query(), in: inventory).map { decide($0) }, in: session)
        }
        let store = try context.readableStore(in: session)
        let targets = try await hosts.chosen(from: inventory, context, session).map(\.target)
        let reader = SituationReader(store: store, inventory: inventory.targets)
        if let replay {
            let report = try await Replay(store: store, reader: reader, span: replay.duration, now: session.now())
                .report(of: targets)
            try write(report, in: session)
            return .ok
        }
        let plans = try await reader.decisions(on: targets, at: session.now()).map(\.plan)
        let known = Set(plans.map(\.host))
        for target in targets where !known.contains(target.name) {
            session.output.note("\(target.name) has not been surveyed: run `muster survey \(target.name)`")
        }
        return try show(plans, in: session)
    }

    private func show(_ plans: [Plan], in session: Session) throws -> ExitStatus {
        if !output.quiet || output.isJSON {
            try write(PlanReport(plans, showsFigures: output.verbose), in: session)
        }
        guard exitCode else { return .ok }
        if plans.contains(where: { $0.guards.contains(where: \.stopsHost) }) { return .stopped }
        return plans.contains { !$0.actions.isEmpty } ? .findings : .ok
    }

    private func write(_ report: some MusterReports.Report, in session: Session) throws {
        let width = session.outputWidth
        session.output.write(try report.rendered(output.isJSON ? .json : .text, width: width))
    }
}
