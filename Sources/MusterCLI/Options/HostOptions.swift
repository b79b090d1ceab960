package import ArgumentParser
package import MusterInventory
import MusterModel

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
            selectors = Array(words[..<index])
        }
        return HostQuery(
            selectors: try selectors.map { try Selector.parse($0) },
            narrowing: try narrowing.map { try Selector.parse($0) },
            excluding: try except.map { try Selector.parse($0) }, condition: condition)
    }
}

extension HostOptions {
    /// The selection as it was typed, for the history.
    var spoken: [String] {
        words + narrowing.flatMap { ["--and", $0] } + except.flatMap { ["--except", $0] }
    }
}
