import ArgumentParser
import MusterInventory
import MusterModel

struct InventoryCheck: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look for mistakes in the inventory; contacts nothing.",
        discussion: """
            Every mistake is shown with file, line and column, all in one run. The exit code is 0 without mistakes, \
            else 2.

            EXAMPLES
              muster inventory check
              muster inventory check --inventory staging/fleet.yml --json
            """)

    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    func run(in session: Session) async throws -> ExitStatus {
        do {
            let inventory = try context.inventory(in: session)
            output.write(to: session.output) {
                output.quiet ? "" : inventory.summary
            } json: {
                JSON.document(problems: []).prettyText
            }
            return .ok
        } catch let error as InventoryError where output.isJSON {
            output.write(to: session.output) {
                ""
            } json: {
                JSON.document(problems: error.problems).prettyText
            }
            return .usage
        }
    }
}

extension Inventory {
    /// `fleet.yml: 12 hosts, 3 groups, no mistakes`.
    var summary: String {
        let counts = "\(hosts.count) \(hosts.count == 1 ? "host" : "hosts")"
        let groups = "\(groups.count) \(groups.count == 1 ? "group" : "groups")"
        return "\(files.joined(separator: ", ")): \(counts), \(groups), no mistakes"
    }
}

extension JSON {
    static func document(problems: [Problem]) -> JSON {
        let list = problems.map { problem in
            JSON.object([
                Member("file", problem.place.map { .string($0.file) } ?? .null),
                Member("line", problem.place.map { .integer(Int64($0.line)) } ?? .null),
                Member("column", problem.place.map { .integer(Int64($0.column)) } ?? .null),
                Member("message", .string(problem.message)),
                Member("fix", problem.fix.map { .string($0) } ?? .null),
            ])
        }
        return .object([Member("problems", .array(list))])
    }
}
