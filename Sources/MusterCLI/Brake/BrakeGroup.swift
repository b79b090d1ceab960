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
        let brake = Brake(
            scope: .starts, kind: kind, reason: reason, by: session.operator, since: session.now())
        try await LocalChange.record("brake on", words + ["--reason", reason], context, in: session) { change in
            try change.inventory.requireKind(kind)
            try await change.store.brake(brake)
        }
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
        let (wasOn, left) = try await LocalChange.record("brake off", words, context, in: session) { change in
            let wasOn = try await change.store.liftBrake(scope: mass ? .mass : .starts, kind: kind)
            return (wasOn, try await change.store.brakes())
        }
        session.output.write(wasOn ? "brake off\n" : "no such brake is on\n")
        for brake in left { session.output.note("still on: \(Self.told(brake))") }
        return .ok
    }

    /// A brake with the command that lifts it.
    private static func told(_ brake: Brake) -> String {
        if brake.scope == .mass { return "no actions at all; `muster brake off --mass` lifts it" }
        guard let kind = brake.kind else { return "no starts; `muster brake off` lifts it" }
        return "no starts of \(kind); `muster brake off --kind \(kind)` lifts it"
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
            report.text(width: session.outputWidth)
        } json: {
            report.json?.prettyText ?? ""
        }
        return .ok
    }
}
