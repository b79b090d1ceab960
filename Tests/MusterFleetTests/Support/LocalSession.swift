import Foundation
import MusterFleet
import MusterIO
import MusterModel
import Synchronization

/// A host that is a home directory on this machine: commands run in a real shell, without SSH.
final class LocalSession: HostSession {
    let address = "127.0.0.1"
    let home: TemporaryHome
    private let shell: String
    /// How many commands were given bytes.
    let uploads = Mutex(0)

    init(home: TemporaryHome, shell: String = "/bin/sh") {
        self.home = home
        self.shell = shell
    }

    func run(_ command: String, input: [UInt8], until deadline: Deadline) async throws -> CommandResult {
        if !input.isEmpty { uploads.withLock { $0 += 1 } }
        let run = try home.run(shell, command, input: Data(input))
        return CommandResult(output: Array(run.output), errors: Array(run.errors.utf8), ending: .exited(run.status))
    }

    func execute(_ arguments: [String], until deadline: Deadline) async throws -> CommandResult {
        try await run(arguments.joined(separator: " "), input: [], until: deadline)
    }

    func open(_ command: String, until deadline: Deadline) async throws -> any AgentChannel {
        let run = try home.run(shell, command)
        return FinishedChannel(output: Array(run.output), said: run.errors)
    }

    func close() async {}
}

/// The streams of a command that has ended already.
private final class FinishedChannel: AgentChannel {
    private let output: Mutex<[UInt8]>
    private let said: String

    init(output: [UInt8], said: String) {
        self.output = Mutex(output)
        self.said = said
    }

    func read(until deadline: Deadline) async throws -> [UInt8] {
        output.withLock { output in
            let chunk = Array(output.prefix(100))
            output.removeFirst(chunk.count)
            return chunk
        }
    }

    func write(_ bytes: [UInt8], until deadline: Deadline) async throws {}
    func errors() async -> String { said }
    func close() async {}
}
