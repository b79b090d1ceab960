import ArgumentParser
import MusterInventory
import MusterModel

struct InventoryList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List hosts with their groups, kinds of service and way there.",
        discussion: """
            EXAMPLES
              muster inventory list
              muster inventory list "hetzner & !hel01" --json
              muster inventory list -q | xargs -n1 echo      names alone
            """)

    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    func run(in session: Session) async throws -> ExitStatus {
        let chosen = try hosts.chosen(from: try context.inventory(in: session))
        output.write(to: session.output) {
            output.quiet ? chosen.map(\.name.text).joined(separator: "\n") : HostTable.text(chosen.map(\.target))
        } json: {
            JSON.array(chosen.map { JSON(summaryOf: $0.target) }).prettyText
        }
        return .ok
    }
}

extension HostOptions {
    /// The hosts of the inventory that are meant, without asking for facts.
    func chosen(from inventory: Inventory) throws -> [ResolvedHost] {
        let selection = try query().select(from: inventory.space)
        guard !selection.hosts.isEmpty else { throw SelectorError.empty }
        return selection.hosts.compactMap { inventory[$0] }
    }
}
