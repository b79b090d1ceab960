import ArgumentParser
import MusterCLI
import Testing

struct HelpTests {
    /// Every command, found by walking the tree from the root.
    private static func commands(
        below command: any ParsableCommand.Type, path: [String]
    ) -> [(path: [String], type: any ParsableCommand.Type)] {
        let children =
            command.configuration.subcommands + command.configuration.groupedSubcommands.flatMap(\.subcommands)
        return children.flatMap { child in
            let name = child.configuration.commandName ?? String(describing: child).lowercased()
            return [(path + [name], child)] + commands(below: child, path: path + [name])
        }
    }

    @Test func everyCommandHasHelpWithAnAbstract() async {
        let all = Self.commands(below: Muster.self, path: [])
        #expect(all.count > 10)
        for command in all {
            let ran = await muster(command.path + ["--help"])
            #expect(ran.status == .ok && ran.output.contains("OVERVIEW: "), "\(command.path)")
            #expect(!command.type.configuration.abstract.isEmpty, "\(command.path)")
        }
    }

    @Test func everyVerbShowsExamples() {
        for command in Self.commands(below: Muster.self, path: []) where command.type is any Verb.Type {
            #expect(command.type.configuration.discussion.contains("EXAMPLES"), "\(command.path)")
        }
    }
}
