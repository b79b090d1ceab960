import MusterModel

/// Why an ssh-agent could not be used; it is skipped, and the run goes on without it.
package enum AgentError: Error, Hashable, UserFacingError {
    /// Nobody listens on the socket.
    case unreachable(path: String, reason: String)
    case timedOut(path: String)
    /// What came is no answer of an agent, or longer than one may be.
    case garbage(path: String)
    case cancelled

    package var message: String {
        switch self {
        case .unreachable(let path, let reason): "the ssh-agent at \(path) cannot be reached: \(reason)"
        case .timedOut(let path): "the ssh-agent at \(path) does not answer"
        case .garbage(let path): "what answers at \(path) is not an ssh-agent"
        case .cancelled: "cancelled"
        }
    }

    package var fix: String? {
        switch self {
        case .unreachable, .timedOut, .garbage:
            "start an agent with `eval $(ssh-agent)` and add the key with `ssh-add`, or unset SSH_AUTH_SOCK"
        case .cancelled: nil
        }
    }
}
