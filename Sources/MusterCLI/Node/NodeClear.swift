import ArgumentParser
import MusterInventory
import MusterModel
import MusterStore

struct NodeClear: Verb {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Forget the failures of nodes, so that they are tried again.",
        discussion: """
            After three failures of an action a node needs a human: it is skipped until this. Nothing is contacted.

            EXAMPLES
              muster node clear hel01/antnode0007
              muster node clear hel01 --count all
            """)

    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var change: ChangeOptions

    @Option(help: ArgumentHelp("These nodes: hel01/antnode0007,hel02/antnode0003.", valueName: "host/node,…"))
    var node: [String] = []

    @Option(help: ArgumentHelp("All nodes of the hosts.", valueName: "all"))
    var count: NodeCount?

    func validate() throws {
        guard nodes.isEmpty != (count == nil) else {
            throw ValidationError("say which nodes: HOST/NODE, or --count all of hosts")
        }
        guard count == nil || count == .all else { throw ValidationError("--count takes all here") }
        if nodes.isEmpty { try change.check(hosts) }
    }

    private var nodes: [String] { node + NodeWords(hosts).nodes }

    func run(in session: Session) async throws -> ExitStatus {
        let inventory = try context.inventory(in: session)
        var choice = NodeChoiceOptions()
        choice.node = nodes
        let meant = try HostsOfChange(NodeWords(hosts).hosts, choice, in: inventory)
        let named = try choice.named(on: meant.all)
        let store = try context.writableStore(in: session)
        var cleared: [NodeID] = []
        for host in meant.all {
            let failures = try await store.failures(of: host)
            cleared += Set(failures.map(\.node)).filter { named[host]?.contains($0.name) ?? nodes.isEmpty }
        }
        cleared.sort()
        try await store.clearFailures(of: cleared)
        output.write(to: session.output) {
            cleared.isEmpty ? "none of them had failed" : cleared.map { "cleared \($0)" }.joined(separator: "\n")
        } json: {
            JSON.array(cleared.map { .string("\($0)") }).prettyText
        }
        return .ok
    }
}
