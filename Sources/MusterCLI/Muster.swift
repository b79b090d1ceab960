package import ArgumentParser
import MusterIO
import MusterInventory
import MusterModel

/// The root of the command line.
package struct Muster: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "muster",
        abstract: "Command a fleet of hosts that run many peer-to-peer nodes.",
        discussion: """
            HOSTS is a selector: names, groups, globs and ranges such as ant[01:20], joined by commas; "web & !db" \
            in quotes intersects and excludes. Without HOSTS a reading verb takes the whole inventory.

            EXAMPLES
              muster init                         write a starter inventory; then `muster inventory edit`
              muster trust                        remember the keys of its hosts
              muster survey                       look at hosts and nodes, and put the agent there
              muster status                       what needs attention, and how all hosts are
              muster adopt hel01                  from now on Muster may act on these nodes
              muster plan hel01                   what it would do, and why
              muster watch                        do it, all the time
              muster --version                    which Muster this is
            """,
        subcommands: [],
        groupedSubcommands: groups)

    package static let version = "0.1.0"

    /// Every verb, in the order of the help; a new one is added here and nowhere else.
    private static let groups = [
        CommandGroup(
            name: "Reading",
            subcommands: [Status.self, ReportVerb.self, PlanVerb.self, Explain.self, History.self]),
        CommandGroup(
            name: "Touching hosts",
            subcommands: [
                Trust.self, Ping.self, SurveyVerb.self, Exec.self, Copy.self, AgentGroup.self, ArchiveGroup.self,
            ]),
        CommandGroup(
            name: "Changing nodes",
            subcommands: [
                Adopt.self, Release.self, NodeGroup.self, Apply.self, Watch.self, Retry.self, Teardown.self,
                HoldGroup.self, BrakeGroup.self,
            ]),
        CommandGroup(
            name: "Inventory and housekeeping",
            subcommands: [Init.self, InventoryGroup.self, DatabaseGroup.self, Completions.self]),
    ]

    package init() {}
}

extension Muster {
    /// Runs the command line of this process; the result is its exit code.
    package static func launch() async -> Int32 {
        StandardStreams.holdPlaces()
        let streams = StandardStreams()
        let session = Session(
            environment: .current(), output: streams, prompt: streams, editor: TerminalEditor(), now: WallClock.now)
        let status = await run(Array(CommandLine.arguments.dropFirst()), in: session)
        guard let loss = streams.loss else { return status.rawValue }
        streams.note("muster: \(loss.message)\n  what was changed, if anything, is in `muster history`")
        return ExitStatus.first(of: [status, .internalError]).rawValue
    }

    /// Parses and runs one command line.
    package static func run(_ arguments: [String], in session: Session) async -> ExitStatus {
        // By hand: the parser would take it from verbs that have an option of that name.
        if arguments == ["--version"] {
            session.output.write(version + "\n")
            return .ok
        }
        do {
            let (words, program) = split(arguments)
            try requireVerb(words)
            var command = try parseAsRoot(words)
            if let verb = command as? any ProgramVerb { return try await verb.run(program, in: session) }
            if !program.isEmpty { command = try parseAsRoot(arguments) }
            if let verb = command as? any Verb { return try await verb.run(in: session) }
            try command.run()
            return .ok
        } catch {
            return session.report(error)
        }
    }

    /// Names a verb that there is not as what it is; the parser would find fault with whatever stands after it.
    private static func requireVerb(_ words: [String]) throws {
        var level: any ParsableCommand.Type = Self.self
        for word in words.drop(while: { $0 == "help" }) where !word.hasPrefix("-") {
            let verbs = level.configuration.subcommands
            guard !verbs.isEmpty else { return }
            if let next = verbs.first(where: { $0._commandName == word }) {
                level = next
            } else {
                guard level.configuration.defaultSubcommand == nil else { return }
                let names = verbs.map { $0._commandName }
                let path = level == Self.self ? "" : level._commandName + " "
                throw CommandError.usage(
                    "there is no verb `\(path)\(PlainText.printable(word))`",
                    fix: Suggestion.sentence(for: word, among: names) ?? "`muster \(path)--help` lists them")
            }
        }
    }

    /// What stands before and after the first `--`: two lists of words in a row are more than the parser takes.
    private static func split(_ arguments: [String]) -> (words: [String], program: [String]) {
        guard let mark = arguments.firstIndex(of: "--") else { return (ConsentOptions.parsable(arguments), []) }
        return (ConsentOptions.parsable(Array(arguments[..<mark])), Array(arguments[(mark + 1)...]))
    }
}
