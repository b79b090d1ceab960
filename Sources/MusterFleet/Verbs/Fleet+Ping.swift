package import MusterModel

extension Fleet {
    /// Opens a session to each host and runs a command that does nothing.
    package func ping(_ hosts: [HostTarget]) async -> [HostResult<Void>] {
        await inSession(with: hosts) { _, session, deadline in
            let result = try await session.execute(["true"], until: deadline)
            guard result.ending == .exited(0) else {
                throw HostFailure(step: "run true", message: "the host logs in and runs no command")
            }
        }
    }

    /// Runs an argument vector on each host; a non-zero exit is a result.
    package func execute(_ arguments: [String], on hosts: [HostTarget]) async -> [HostResult<CommandResult>] {
        await inSession(with: hosts) { host, session, deadline in
            let vector = host.become == .sudo ? ["sudo", "-n", "--"] + arguments : arguments
            return try await session.execute(vector, until: deadline)
        }
    }
}
