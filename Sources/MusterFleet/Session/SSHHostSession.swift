import MusterIO
import MusterModel
import MusterSSH

/// A host over an SSH connection of its own.
struct SSHHostSession: HostSession {
    let connection: SSHConnection
    let address: String
    let randomness: Randomness

    func run(_ command: String, input: [UInt8], until deadline: Deadline) async throws -> CommandResult {
        CommandResult(try await connection.run(command, input: input, until: deadline))
    }

    func execute(_ arguments: [String], until deadline: Deadline) async throws -> CommandResult {
        CommandResult(try await connection.execute(arguments, until: deadline, randomness: randomness))
    }

    func open(_ command: String, until deadline: Deadline) async throws -> any AgentChannel {
        SSHAgentChannel(channel: try await connection.open(command, until: deadline))
    }

    func close() async { await connection.close() }
}

/// The streams of an agent on a host.
private struct SSHAgentChannel: AgentChannel {
    let channel: SSHChannel

    func read(until deadline: Deadline) async throws -> [UInt8] { try await channel.read(until: deadline) }

    func write(_ bytes: [UInt8], until deadline: Deadline) async throws {
        try await channel.write(bytes, until: deadline)
    }

    func errors() async -> String { await channel.errorOutput().text }
    func close() async { await channel.close() }
}

extension CommandResult {
    init(_ output: RemoteOutput) {
        let ending: Ending =
            switch output.exit {
            case .exited(let code): .exited(code)
            case .signalled(let name): .signalled(name)
            }
        self.init(
            output: output.output.bytes, errors: output.errorOutput.bytes, ending: ending,
            truncated: output.output.isTruncated || output.errorOutput.isTruncated)
    }
}
