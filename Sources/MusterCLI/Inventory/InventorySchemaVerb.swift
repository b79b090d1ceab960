import ArgumentParser
import MusterInventory
import MusterModel

struct InventorySchemaVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the inventory's format as JSON Schema, for editors.",
        discussion: """
            EXAMPLES
              muster inventory schema > inventory.schema.json
            """)

    func run(in session: Session) async throws -> ExitStatus {
        session.output.write(InventorySchema.json.prettyText + "\n")
        return .ok
    }
}
