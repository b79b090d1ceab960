import ArgumentParser
import MusterFleet
import MusterIO
import MusterModel

struct Copy: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Put a file on hosts, whole or not at all.",
        discussion: """
            The file is written beside its place, compared by hash and renamed, so that no reader sees half of it. \
            Where the same bytes are already, nothing is sent. It waits up to --timeout for a host that another verb \
            works on. A path without a leading / is below the login user's home.

            EXAMPLES
              muster copy hetzner --from sysctl.conf --to /etc/sysctl.d/90-nodes.conf
              muster copy --all --from tool.sh --to bin/tool.sh --mode 755
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions

    @Option(help: ArgumentHelp("The file on this machine, up to 256 MiB.", valueName: "file"))
    var from: String

    @Option(help: ArgumentHelp("Its path on the hosts.", valueName: "path"))
    var to: String

    @Option(help: ArgumentHelp("Its permissions, in octal. Default: those of the file here.", valueName: "mode"))
    var mode: String?

    private static let limit = 256 << 20

    func validate() throws {
        try change.check(options.hosts)
        if let mode, UInt32(mode, radix: 8).map({ $0 > 0o7777 }) ?? true {
            throw ValidationError("--mode takes octal permissions such as 644, not '\(mode)'")
        }
        guard !to.isEmpty, !to.hasSuffix("/") else {
            throw ValidationError("--to names the file itself, not a directory")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let bytes = try File.read(from, limit: Self.limit)
        let bits = try mode.flatMap { UInt32($0, radix: 8) } ?? FileInfo.of(from).mode
        let file = FileToCopy(bytes: bytes, destination: to, mode: bits)
        let starter = try options.context.agentStarter(in: session)
        let run = try await FleetRun.begin("copy", saying: ["--from", from, "--to", to], options, in: session)
        let acting = try await run.acting("copy", options)
        let results = await run.perform { await run.fleet.copy(file, to: run.targets, by: starter, as: acting) }
        options.output.write(to: session.output) {
            Columns.aligned(
                [["HOST", "RESULT"]]
                    + results.map { [$0.host.text, $0.outcome.value?.rawValue ?? $0.outcome.kind.rawValue] })
        } json: {
            JSON(run: run.id, results) { [JSON.Member("result", .string($0.rawValue))] }.prettyText
        }
        return try await run.finish(results)
    }
}
