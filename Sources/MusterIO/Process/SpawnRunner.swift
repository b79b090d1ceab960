import Glibc

/// Runs programs as children, each in a process group of its own.
package struct SpawnRunner: CommandRunner {
    private let loop: EventLoop
    /// Between SIGTERM and SIGKILL for a group whose time is over.
    private let grace: Duration

    package init(loop: EventLoop, grace: Duration = .seconds(1)) {
        self.loop = loop
        self.grace = grace
    }

    package func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
        guard let path = Executable.find(command.program, in: command.environment["PATH"] ?? "") else {
            throw .notFound(program: command.program)
        }
        var exchange: CommandExchange
        do throws(SystemError) {
            exchange = CommandExchange(try ChildProcess(command, path: path), command, loop)
        } catch {
            throw error.code == ENOENT ? .notFound(program: command.program) : .notStarted(error)
        }
        do throws(WaitError) {
            return try await exchange.finish(until: deadline)
        } catch {
            await exchange.kill(grace: grace)
            throw error == .cancelled ? .cancelled(program: command.program) : .timedOut(program: command.program)
        }
    }
}
