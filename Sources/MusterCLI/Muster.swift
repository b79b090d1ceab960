package import ArgumentParser
import MusterIO

/// The root of the command line.
package struct Muster: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "muster",
        abstract: "Command a fleet of hosts that run many peer-to-peer nodes.",
        discussion: """
            HOSTS is a selector: names, groups, globs and ranges such as ant[01:20], joined by commas; "web & !db" \
            in quotes intersects and excludes. Without HOSTS a reading verb takes the whole inventory.

            EXAMPLES
              muster init                         write a starter inventory
              muster inventory check              look for mistakes in it
              muster inventory list hel* --json   what is known of some hosts
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

    /// What stands before and after the first `--`: two lists of words in a row are more than the parser takes.
    private static func split(_ arguments: [String]) -> (words: [String], program: [String]) {
        guard let mark = arguments.firstIndex(of: "--") else { return (ConsentOptions.parsable(arguments), []) }
        return (ConsentOptions.parsable(Array(arguments[..<mark])), Array(arguments[(mark + 1)...]))
    }
}
