import MusterInventory
import MusterModel
import Testing

/// What editors and readers are told is what the reader takes.
struct DocumentationTests {
    @Test func theSchemaIsThatOfTheTables() throws {
        let text = try shipped("docs/inventory.schema.json").bytesAsText
        #expect(text == InventorySchema.json.prettyText + "\n", "renew it with `muster inventory schema`")
    }

    @Test(arguments: PolicyKey.allCases)
    func everyPolicyKeyHasItsLineInTheDocumentation(_ key: PolicyKey) throws {
        let page = try shipped("docs/inventory.md").bytesAsText
        #expect(page.contains("| `\(key.rawValue)` | \(key.rule.scope.rawValue) | \(key.rule.description) |\n"))
    }

    @Test(arguments: SettingKey.allCases)
    func everySettingHasItsLineInTheDocumentation(_ key: SettingKey) throws {
        let page = try shipped("docs/inventory.md").bytesAsText
        #expect(page.contains("| `\(key.rawValue)` | \(key.help) |\n"))
    }

    @Test func theExampleLoads() throws {
        let file = try shipped("inventory/fleet.yml")
        #expect(try Inventory.load([file], kinds: ServiceKind.builtIn).hosts.count == 6)
    }
}
