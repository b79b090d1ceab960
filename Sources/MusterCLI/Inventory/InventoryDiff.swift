import ArgumentParser
import MusterInventory
import MusterModel
import MusterStore

struct InventoryDiff: Verb {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare the inventory with what the database holds.",
        discussion: """
            + a host that the next run adds, - one that it retires (its history stays), ~ one whose settings change.

            EXAMPLES
              muster inventory diff
              muster inventory diff --json
            """)

    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    func run(in session: Session) async throws -> ExitStatus {
        let inventory = try context.inventory(in: session)
        let store = try Store.open(context.databaseLocation(in: session), mode: .readOnly)
        let stored = try await store.hostSettings()
        try await store.close()
        let change = FleetChange(from: stored, to: inventory.targets)
        output.write(to: session.output) {
            change.isEmpty && !output.quiet ? "the database holds the inventory as it is" : change.text
        } json: {
            change.json.prettyText
        }
        return .ok
    }
}
