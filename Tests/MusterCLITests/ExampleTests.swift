import ArgumentParser
import Foundation
import MusterCLI
import Testing

/// Command lines that help and documentation show are ones that the program takes.
struct ExampleTests {
    private static func documents() throws -> [String] {
        let pages = try FileManager.default.contentsOfDirectory(atPath: projectRoot + "/docs")
        return ["README.md"] + pages.filter { $0.hasSuffix(".md") }.map { "docs/" + $0 }.sorted()
    }

    /// Lines of a page's code blocks that begin with the program's name.
    private static func commandLines(in page: String) -> [String] {
        var isCode = false
        return page.split(separator: "\n").compactMap { line in
            if line.hasPrefix("```") { isCode.toggle() }
            return isCode && line.hasPrefix("muster ") ? String(line) : nil
        }
    }

    /// As a shell would split it, without what shells do with pipes, redirections and remarks.
    private static func words(_ line: String) -> [[String]] {
        var commands: [[String]] = [[]]
        var word: String?
        var quote: Character?
        for character in line + " " {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let word { commands[commands.count - 1].append(word) }
                word = nil
            } else if character == "#", word == nil {
                break
            } else {
                word = (word ?? "") + String(character)
            }
        }
        var parts = commands[0].split(separator: "&&").map(Array.init)
        for index in parts.indices {
            if let end = parts[index].firstIndex(where: { $0 == ">" || $0 == "|" }) {
                parts[index] = Array(parts[index][..<end])
            }
        }
        return parts
    }

    private static func check(_ line: String, _ source: String) {
        // Between columns of blanks stands what the line means.
        let command = line.split(separator: "  ").first.map(String.init) ?? line
        for words in words(command) where words.first == "muster" && !command.contains("…") {
            var arguments = Array(words.dropFirst())
            if let mark = arguments.firstIndex(of: "--") { arguments = Array(arguments[..<mark]) }
            arguments = arguments.map { $0.hasPrefix("--yes=") ? "--yes" : $0 }
            guard arguments != ["--version"] else { continue }
            #expect(throws: Never.self, "\(source): \(command)") { try parse(arguments) }
        }
    }

    /// By the command that the first words name: the whole tree of commands takes a tenth of a second each time.
    private static func parse(_ arguments: [String]) throws {
        var command: any ParsableCommand.Type = Muster.self
        var rest = arguments[...]
        while let word = rest.first, let next = children(of: command).first(where: { $0._commandName == word }) {
            command = next
            rest = rest.dropFirst()
        }
        _ = try command.parseAsRoot(Array(rest))
    }

    private static func children(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        command.configuration.subcommands + command.configuration.groupedSubcommands.flatMap(\.subcommands)
    }

    @Test func documentationIsTyped() throws {
        var count = 0
        for name in try Self.documents() {
            for line in Self.commandLines(in: try read(projectRoot + "/" + name)) {
                Self.check(line, name)
                count += 1
            }
        }
        #expect(count > 40)
    }

    @Test func helpIsTyped() async {
        var count = 0
        func walk(_ command: any ParsableCommand.Type) {
            let configuration = command.configuration
            for line in configuration.discussion.split(separator: "\n") where line.hasPrefix("  muster ") {
                Self.check(String(line.dropFirst(2)), configuration.commandName ?? "\(command)")
                count += 1
            }
            Self.children(of: command).forEach(walk)
        }
        walk(Muster.self)
        #expect(count > 60)
    }
}
