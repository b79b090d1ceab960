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
        let chosen = try await hosts.chosen(from: try context.inventory(in: session), context, session)
        output.write(to: session.output) {
            output.quiet ? chosen.map(\.name.text).joined(separator: "\n") : HostTable.text(chosen.map(\.target))
        } json: {
            JSON.array(chosen.map { JSON(summaryOf: $0.target) }).prettyText
        }
        return .ok
    }
}
