package import MusterIO

/// A two-way stream of bytes with an agent at its other end.
///
/// Conformers: a channel of an SSH session, and in tests a socket pair or a script.
package protocol AgentChannel: Sendable {
    /// The next bytes, as they come; empty when the other side has ended.
    func read(until deadline: Deadline) async throws -> [UInt8]
    func write(_ bytes: [UInt8], until deadline: Deadline) async throws
    /// What came on standard error so far, cut to some kilobytes.
    func errors() async -> String
    /// Ends the stream; an agent whose stream ends stops by itself.
    func close() async
}
