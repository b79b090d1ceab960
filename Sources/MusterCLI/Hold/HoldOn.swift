import ArgumentParser
import MusterModel
import MusterReports
import MusterStore

struct HoldOn: Verb {
    static let configuration = CommandConfiguration(
        commandName: "on", abstract: "Hold hosts or nodes from now on.",
        discussion: """
            Obeyed before everything else: the loop surveys what is held and does nothing there; a verb that changes \
            nodes needs --override-hold. What runs already is not stopped.

            EXAMPLES
              muster hold on hel01 --reason "new disk" --until 4h
              muster hold on hel01/antnode0007 hel02/antnode0003 --reason "support looks at them"
              muster hold on --all --reason "provider's maintenance" --until 2026-11-22T08:00
            """)

    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var change: ChangeOptions

    @Option(help: "Why; shown wherever the hold is.")
    var reason: String

    @Option(help: ArgumentHelp("When it ends by itself: 4h, 2d, 2026-11-22T08:00 (UTC).", valueName: "time"))
    var until: PointInTime?

    func validate() throws {
        try change.check(hosts)
        guard !reason.allSatisfy(\.isWhitespace) else { throw ValidationError("--reason must say something") }
    }

    private var spoken: [String] {
        hosts.words + change.spoken + ["--reason", reason] + (until.map { ["--until", $0.spoken] } ?? [])
    }

    func run(in session: Session) async throws -> ExitStatus {
        let now = session.now()
        let end = until?.moment(after: now)
        if let end, end <= now {
            throw CommandError.usage(
                "--until lies in the past", fix: "give a time from now, such as 4h, or a later moment in UTC")
        }
        let holds = try await LocalChange.record("hold on", spoken, context, in: session) { change in
            let operands = try await HoldOperands(hosts, self.change, in: change.inventory, change.store)
            let holds = operands.all.map {
                Hold(host: $0.host, node: $0.node, reason: reason, by: session.operator, since: now, until: end)
            }
            try await change.store.hold(holds)
            return holds
        }
        let report = HoldsReport(holds, at: now)
        output.write(to: session.output) {
            report.text(width: session.outputWidth)
        } json: {
            report.json?.prettyText ?? ""
        }
        return .ok
    }
}
