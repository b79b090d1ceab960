package import MusterIO
package import MusterModel

/// An authenticated way to one host, whatever carries it.
///
/// Conformers: an SSH connection, and in tests a shell on this machine.
package protocol HostSession: Sendable {
    /// The address that answered.
    var address: String { get }

    /// Runs a command line by the login shell, `input` on its standard input, and waits for its end.
    func run(_ command: String, input: [UInt8], until deadline: Deadline) async throws -> CommandResult

    /// Runs an argument vector; its process group ends with the deadline and with the caller's cancellation.
    func execute(_ arguments: [String], until deadline: Deadline) async throws -> CommandResult

    /// Starts a command line by the login shell and hands over its streams.
    func open(_ command: String, until deadline: Deadline) async throws -> any AgentChannel

    func close() async
}

/// Makes sessions; those of one relay share the session to it.
package protocol HostDialer: Sendable {
    func session(to host: HostTarget, until deadline: Deadline) async throws -> any HostSession
    /// Ends what is still held, such as sessions to relays.
    func close() async
}
