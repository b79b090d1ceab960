package import ArgumentParser

/// A subcommand that does something: it gets everything from outside through its session.
package protocol Verb: ParsableCommand {
    func run(in session: Session) async throws -> ExitStatus
}

/// A subcommand that takes a program with its arguments after `--`.
protocol ProgramVerb: ParsableCommand {
    func run(_ program: [String], in session: Session) async throws -> ExitStatus
}
