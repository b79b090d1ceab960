import ArgumentParser
import MusterInventory
import MusterModel

struct InventoryGraph: Verb {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draw the groups with their hosts, and the relays that lead to them.",
        discussion: """
            EXAMPLES
              muster inventory graph
              muster inventory graph --dot | dot -Tsvg > fleet.svg
            """)

    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "In Graphviz's language.")
    var dot = false

    func run(in session: Session) async throws -> ExitStatus {
        let inventory = try context.inventory(in: session)
        let graph = FleetGraph(inventory, hosts: try await hosts.chosen(from: inventory, context, session))
        output.write(to: session.output) {
            dot ? graph.dot : graph.text
        } json: {
            graph.json.prettyText
        }
        return .ok
    }
}
