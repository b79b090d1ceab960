import Glibc
import MusterIO
import MusterModel

extension ActionFailure {
    /// A system call that failed in the course of a step.
    init(_ error: SystemError, step: String) {
        switch error.code {
        case ELOOP, ENOTDIR:
            self.init(
                .unsafePath, error.message, step: step,
                fix: "name the real directory as node_storage: symbolic links are not followed")
        case EXDEV, EBUSY:
            self.init(
                .unsafePath, error.message, step: step,
                fix: "keep a node's directory on the file system of the node storage")
        case ENOSPC, EDQUOT: self.init(.noSpace, error.message, step: step, fix: error.fix)
        case EACCES, EPERM, EROFS:
            self.init(.denied, error.message, step: step, fix: "let the agent act with `become: sudo`")
        case ENOENT: self.init(.missing, error.message, step: step)
        case EEXIST: self.init(.exists, error.message, step: step)
        default: self.init(.other, error.message, step: step, fix: error.fix)
        }
    }

    /// A program that could not be run to its end.
    init(_ error: CommandError, step: String) {
        switch error {
        case .timedOut, .cancelled: self.init(.timeout, error.message, step: step)
        case .notFound, .notStarted: self.init(.other, error.message, step: step)
        }
    }

    /// A program that ended with another exit code than 0, with the first line that it complained in.
    init(_ output: CommandOutput, of program: String, step: String) {
        let lines = output.errorOutput.text.split(whereSeparator: \.isNewline)
        let line = lines.first ?? output.output.text.split(whereSeparator: \.isNewline).first
        let status =
            switch output.status {
            case .exited(let code): "ended with exit code \(code)"
            case .signalled(let signal): "was ended by signal \(signal)"
            }
        let said = line.map { ": " + PlainText.printable(String($0)).cut(toBytes: 300) } ?? ""
        self.init(.other, "\(program) \(status)\(said)", step: step)
    }
}

/// Runs a system call's wrapper as a step of an action.
func step<Value: ~Copyable>(
    _ name: String, _ body: () throws(SystemError) -> Value
) throws(ActionFailure) -> Value {
    do throws(SystemError) { return try body() } catch { throw ActionFailure(error, step: name) }
}

extension CommandRunner {
    /// Runs a program as a step of an action; any exit code but 0 is a failure.
    func step(
        _ name: String, _ command: Command, until deadline: Deadline
    ) async throws(ActionFailure) -> CommandOutput {
        let output = try await attempt(name, command, until: deadline)
        guard output.status.isSuccess else { throw ActionFailure(output, of: command.program, step: name) }
        return output
    }

    /// Runs a program whose exit code the caller judges.
    func attempt(
        _ name: String, _ command: Command, until deadline: Deadline
    ) async throws(ActionFailure) -> CommandOutput {
        do throws(CommandError) { return try await run(command, until: deadline) } catch {
            throw ActionFailure(error, step: name)
        }
    }
}
