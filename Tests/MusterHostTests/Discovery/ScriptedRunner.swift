import MusterIO
import Synchronization

/// Answers commands as a test says, and remembers them.
final class ScriptedRunner: CommandRunner {
    private let answer: @Sendable (Command) throws(CommandError) -> CommandOutput
    private let seen = Mutex<[Command]>([])

    init(_ answer: @escaping @Sendable (Command) throws(CommandError) -> CommandOutput) { self.answer = answer }

    /// Knows no program.
    convenience init() {
        self.init { command throws(CommandError) in throw .notFound(program: command.program) }
    }

    var commands: [Command] { seen.withLock { $0 } }

    func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
        seen.withLock { $0.append(command) }
        return try answer(command)
    }
}
