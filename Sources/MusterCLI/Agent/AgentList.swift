import ArgumentParser
import MusterInventory
import MusterModel
import MusterReports
import MusterStore

struct AgentList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the agents of hosts as last seen: version, size, last contact.",
        discussion: """
            EXAMPLES
              muster agent list
              muster agent list hetzner --json
            """)

    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var fresh: FreshnessOptions

    func run(in session: Session) async throws -> ExitStatus {
        let inventory = try context.inventory(in: session)
        let store = try context.readableStore(in: session)
        let freshness = fresh.freshness(at: session.now())
        let chosen = Set(try await hosts.selection(from: inventory, store: store, freshness: freshness).hosts)
        let states = try await store.hosts(at: freshness).filter { chosen.contains($0.name) }
        output.write(to: session.output) {
            Columns.aligned(
                [["HOST", "VERSION", "BYTES", "ARCHITECTURE", "LAST CONTACT", "PATH"]]
                    + states.map { Self.row($0, at: freshness.now) })
        } json: {
            JSON.array(states.map(Self.json)).prettyText
        }
        return .ok
    }

    private static func row(_ host: HostState, at now: Timestamp) -> [String] {
        guard let agent = host.agent else { return [host.name.text, "", "", "", "", ""] }
        return [
            host.name.text, PlainText.printable(agent.version), String(agent.size),
            PlainText.printable(agent.architecture), "\(Units.age(of: agent.lastContact, at: now)) ago", agent.path,
        ]
    }

    private static func json(_ host: HostState) -> JSON {
        .object([
            JSON.Member("host", .string(host.name.text)),
            JSON.Member("agent", host.agent.flatMap { try? JSON(encoding: $0) } ?? .null),
        ])
    }
}
