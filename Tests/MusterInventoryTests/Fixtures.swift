import MusterInventory
import MusterModel
import Testing

/// A kind that exists, with nothing in it.
func kind(_ name: String) -> ServiceKind {
    ServiceKind(name: name, summary: "", discovery: [], mergeOn: "data_dir")
}

let knownKinds = [kind("antnode"), kind("kwaainet"), kind("service")]

/// Loads one file named `fleet.yml`.
func load(_ text: String) throws(InventoryError) -> Inventory {
    try Inventory.load([SourceFile(path: "fleet.yml", text: text)], kinds: knownKinds)
}

/// What loading one file complains about, a problem with its fix after the other.
func complaints(_ text: String) -> String {
    complaints([SourceFile(path: "fleet.yml", text: text)])
}

func complaints(_ files: [SourceFile]) -> String {
    do {
        _ = try Inventory.load(files, kinds: knownKinds)
        return ""
    } catch {
        return error.problems.map(\.text).joined(separator: "\n")
    }
}

func host(_ name: String, in inventory: Inventory) throws -> ResolvedHost {
    try #require(HostName(name).flatMap { inventory[$0] })
}

/// A test case with a name of its own in the log.
struct Case<Input: Sendable, Expected: Sendable>: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var input: Input
    var expected: Expected

    init(_ name: String, _ input: Input, _ expected: Expected) {
        testDescription = name
        self.input = input
        self.expected = expected
    }
}
