import ArgumentParser

/// `muster inventory`: the verbs about what is written down.
struct InventoryGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inventory",
        abstract: "Check, show, compare, edit and convert the inventory.",
        subcommands: [
            InventoryCheck.self, InventoryList.self, InventoryShow.self, InventoryGraph.self, InventoryDiff.self,
            InventoryEdit.self, InventoryImport.self, InventoryExport.self, InventorySchemaVerb.self,
        ])
}
