package import ArgumentParser
package import MusterInventory
import MusterModel
import MusterStore

/// Which hosts a command line means: `web db --and country-fi --except attic where "cpu>80"`.
package struct HostOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Hosts: names, groups, globs, ranges.",
            discussion: "After them, `where CONDITION` narrows by stored facts: where \"cpu>80 and version<0.4.17\".",
            valueName: "hosts"),
        completion: .shellCommand("muster inventory list -q 2>/dev/null"))
    package var words: [String] = []

    @Option(name: .customLong("and"), help: ArgumentHelp("Only hosts that this selects as well.", valueName: "hosts"))
    package var narrowing: [String] = []

    @Option(help: ArgumentHelp("Without these hosts.", valueName: "hosts"))
    package var except: [String] = []

    package init() {}

    package func query() throws -> HostQuery {
        var selectors = words
        var condition: Condition?
        if let index = words.firstIndex(of: "where") {
            guard words.count == index + 2 else {
                throw CommandError.usage(
                    "`where` takes one condition, and stands last",
                    fix: "put the condition in quotes: where \"cpu>80 and version<0.4.17\"")
            }
            condition = try Condition.parse(words[index + 1])
            if let condition { try Self.requireKnownFacts(of: condition) }
            selectors = Array(words[..<index])
        }
        return HostQuery(
            selectors: try selectors.map { try Selector.parse($0) },
            narrowing: try narrowing.map { try Selector.parse($0) },
            excluding: try except.map { try Selector.parse($0) }, condition: condition)
    }
}

extension HostOptions {
    /// A fact that cannot be known is a slip of the fingers, not a host about which too little is known.
    private static func requireKnownFacts(of condition: Condition) throws(CommandError) {
        let names = HostState.factNames
        let isKnown = { (field: String) in
            names.contains(field) || field.hasPrefix("label.") || field.hasPrefix("group.")
        }
        guard let stranger = condition.fields.first(where: { !isKnown($0) }) else { return }
        throw .usage(
            "hosts have no fact `\(PlainText.printable(stranger))`",
            fix: Suggestion.sentence(for: stranger, among: names) ?? "the facts are in docs/database.md")
    }

    /// The selection as it was typed, for the history.
    var spoken: [String] {
        words + narrowing.flatMap { ["--and", $0] } + except.flatMap { ["--except", $0] }
    }
}
