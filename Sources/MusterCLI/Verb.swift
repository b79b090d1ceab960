package import ArgumentParser

/// A subcommand that does something: it gets everything from outside through its session.
package protocol Verb: ParsableCommand {
    func run(in session: Session) async throws -> ExitStatus
}
