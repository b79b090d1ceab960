import ArgumentParser
import MusterModel

extension Session {
    /// Shows an error with what to do about it, and says which exit code it stands for.
    func report(_ error: any Error) -> ExitStatus {
        if let error = error as? any UserFacingError {
            output.note("muster: \(error.message)" + (error.fix.map { "\n  \($0)" } ?? ""))
            return ExitStatus(error)
        }
        let text = Muster.fullMessage(for: error)
        guard Muster.exitCode(for: error) != .success else {
            output.write(text.hasSuffix("\n") ? text : text + "\n")
            return .ok
        }
        output.note(text.hasPrefix("Error: ") ? "muster: " + text.dropFirst(7) : text)
        return error is ValidationError || Muster.exitCode(for: error) == .validationFailure ? .usage : .internalError
    }
}
