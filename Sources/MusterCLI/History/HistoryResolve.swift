import ArgumentParser
import MusterModel
import MusterReports
import MusterStore

struct HistoryResolve: Verb {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Close an action whose end can never be asked for, on your word.",
        discussion: """
            For hosts that will not come back, or after you looked yourself. Nothing is contacted and nothing is run \
            again; the node is free for new actions afterwards. `done` has the effects of a success, `failed` none.

            EXAMPLES
              muster history --open
              muster history resolve 1f2e3d4c --as failed --reason "the machine burnt down"
            """)

    enum Ending: String, ExpressibleByArgument, CaseIterable, Sendable { case done, failed }

    @Argument(help: ArgumentHelp("The action's id, or its first digits.", valueName: "id"))
    var id: String

    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .customLong("as"), help: "What became of it.")
    var ending: Ending

    @Option(help: "How you know; shown in the history.")
    var reason: String

    func validate() throws {
        guard !reason.allSatisfy(\.isWhitespace) else { throw ValidationError("--reason must say something") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let store = try context.writableStore(in: session)
        let entry = try await store.entry(beginning: id)
        let now = session.now()
        let state: LedgerState = ending == .done ? .done : .failed
        let closed = try await store.resolve(
            entry.id, as: state, remark: reason, by: session.operator, at: now)
        let report = LedgerReport([closed], at: now)
        output.write(to: session.output) {
            report.text(width: session.outputWidth)
        } json: {
            report.json?.prettyText ?? ""
        }
        return .ok
    }
}
