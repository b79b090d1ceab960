import MusterIO
package import MusterInventory

extension ContextOptions {
    /// Reads and checks the inventory that the command line means, with what `--set` lays over it.
    package func inventory(in session: Session) throws -> Inventory {
        try inventory(of: try inventoryFiles(in: session))
    }

    func inventory(of files: InventoryFiles) throws -> Inventory {
        var settings: [Setting] = []
        for (index, text) in overrides.enumerated() {
            settings.append(try Setting.commandLine(text, number: index + 1))
        }
        let inventory = try files.load(commandLine: settings)
        for case .kindPolicy(let kind, _) in settings.map(\.path) { try inventory.requireKind(kind) }
        return inventory
    }

    /// The same without `--set`: what is remembered in the database.
    package func writtenInventory(in session: Session) throws -> Inventory {
        try inventoryFiles(in: session).load()
    }

    package func inventoryFiles(in session: Session) throws -> InventoryFiles {
        try InventoryFiles.read(inventoryLocation(in: session))
    }

    /// As given; else `./inventory` if it is there; else the operator's own.
    package func inventoryLocation(in session: Session) -> String {
        if let inventoryPath { return inventoryPath }
        let local = "inventory"
        return (try? FileInfo.of(local)) == nil ? Paths(session.environment).inventory : local
    }

    package func databaseLocation(in session: Session) -> String {
        databasePath ?? Paths(session.environment).database
    }
}
