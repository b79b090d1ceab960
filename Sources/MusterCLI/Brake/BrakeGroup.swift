import ArgumentParser
import MusterModel
import MusterReports
import MusterStore

struct BrakeGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "brake", abstract: "Stop the whole fleet from starting nodes, or let it go on.",
        discussion: """
            The brake that an operator puts on forbids starts of any sort. The mass brake comes on by itself when many \
            hosts go from good to bad at once: no actions at all until two calm cycles, or `brake off --mass`.

            EXAMPLES
              muster brake on --reason "bad network release"
              muster brake status
              muster brake off
            """,
        subcommands: [BrakeOn.self, BrakeOff.self, BrakeStatus.self], defaultSubcommand: BrakeStatus.self)
}

struct BrakeOn: Verb {
    static let configuration = CommandConfiguration(
        commandName: "on", abstract: "No starts from now on: no additions, starts, restarts, upgrades.",
        discussion: """
            EXAMPLES
              muster brake on --reason "bad network release"
              muster brake on --kind antnode --reason "0.4.18 eats memory"
            """)

    @OptionGroup var context: ContextOptions
    @Option(help: "Only nodes of this kind of service.") var kind: String?
    @Option(help: "Why; shown in `status`.") var reason: String

    func validate() throws {
        guard !reason.allSatisfy(\.isWhitespace) else { throw ValidationError("--reason must say something") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let words = kind.map { ["--kind", $0] } ?? []
        let change = try await LocalChange.begin("brake on", words + ["--reason", reason], context, in: session)
        let now = session.now()
        let brake = Brake(scope: .starts, kind: kind, reason: reason, by: session.operator, since: now)
        try await change.store.brake(brake)
        try await change.finish(at: now)
        session.output.write("brake on: no starts of \(kind ?? "any kind")\n")
        return .ok
    }
}

struct BrakeOff: Verb {
    static let configuration = CommandConfiguration(
        commandName: "off", abstract: "Let nodes start again, or with --mass everything.",
        discussion: """
            EXAMPLES
              muster brake off
              muster brake off --kind antnode
              muster brake off --mass
            """)

    @OptionGroup var context: ContextOptions
    @Option(help: "The brake on this kind of service.") var kind: String?
    @Flag(help: "The brake that came on because many hosts went bad at once.") var mass = false

    func run(in session: Session) async throws -> ExitStatus {
        let words = (kind.map { ["--kind", $0] } ?? []) + (mass ? ["--mass"] : [])
        let change = try await LocalChange.begin("brake off", words, context, in: session)
        let wasOn = try await change.store.liftBrake(scope: mass ? .mass : .starts, kind: kind)
        try await change.finish(at: session.now())
        session.output.write(wasOn ? "brake off\n" : "no such brake is on\n")
        return .ok
    }
}

struct BrakeStatus: Verb {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show which brakes are on, and binaries that no node gets.",
        discussion: """
            EXAMPLES
              muster brake status --json
            """)

    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    func run(in session: Session) async throws -> ExitStatus {
        let store = try context.readableStore(in: session)
        let report = BrakesReport(
            try await store.brakes(), quarantines: try await store.quarantines(), at: session.now())
        output.write(to: session.output) {
            report.text(width: session.environment.terminalWidth)
        } json: {
            report.json?.prettyText ?? ""
        }
        return .ok
    }
}
