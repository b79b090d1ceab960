import ArgumentParser
import MusterFleet
import MusterModel
import MusterReports

struct Exec: ProgramVerb {
    static let configuration = CommandConfiguration(
        abstract: "Run a program on hosts and show equal results once.",
        usage: "muster exec <hosts>|--all [options] -- <program> [arguments]",
        discussion: """
            After -- stands the program with its arguments: no shell interprets them. Say `sh -c '…'` where one should. It runs as \
            the login user, or through sudo where the host has `become: sudo`. At the deadline, and at the second \
            Ctrl-C, its process group is ended on the host too. It takes no lease: other verbs and `watch` go on beside \
            it, and `muster hold` keeps them away.

            EXAMPLES
              muster exec --all -- uname -r
              muster exec hetzner --timeout 5m -- sh -c 'df -h / | tail -n 1'
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws { try change.check(options.hosts) }

    func run(_ program: [String], in session: Session) async throws -> ExitStatus {
        guard !program.isEmpty else {
            throw CommandError.usage("no program is named", fix: "name it after --, as in: muster exec web -- uptime")
        }
        let run = try await FleetRun.begin("exec", saying: change.spoken + Self.spoken(program), options, in: session)
        let results = await run.perform { await run.fleet.execute(program, on: run.targets) }
        options.output.write(to: session.output) {
            CommandReport(results.compactMap { result in result.outcome.value.map { (result.host, $0) } }).text
        } json: {
            JSON(run: run.id, results, value: Self.members).prettyText
        }
        let failed = results.count { ($0.outcome.value?.ending ?? .exited(0)) != .exited(0) }
        guard failed > 0 else { return try await run.finish(results) }
        return try await run.finish(results, also: [.failed], "the program failed on \(Units.count(failed, "host"))")
    }

    /// The program alone: its arguments may hold secrets.
    private static func spoken(_ program: [String]) -> [String] {
        let more = program.count > 1 ? ["(\(program.count - 1) more words)"] : []
        return ["--"] + program.prefix(1) + more
    }

    private static func members(_ result: CommandResult) -> [JSON.Member] {
        let ending: JSON.Member =
            switch result.ending {
            case .exited(let code): JSON.Member("exit", .integer(Int64(code)))
            case .signalled(let name): JSON.Member("signal", .string(name))
            }
        return [
            ending, JSON.Member("stdout", .string(String(decoding: result.output, as: UTF8.self))),
            JSON.Member("stderr", .string(String(decoding: result.errors, as: UTF8.self))),
            JSON.Member("truncated", .bool(result.truncated)),
        ]
    }
}
