import CSSH2
package import MusterIO

/// A command under way, whose streams are open.
///
/// Reading and writing may go on at the same time, from one task each. Must be ended with ``close()``.
package struct SSHChannel: Sendable {
    private let connection: SSHConnection
    private let id: UInt64

    fileprivate init(_ connection: SSHConnection, _ id: UInt64) {
        self.connection = connection
        self.id = id
    }

    /// The next bytes of standard output; none at its end.
    package func read(until deadline: Deadline) async throws(SSHError) -> [UInt8] {
        try await connection.read(id, until: deadline)
    }

    package func write(_ bytes: [UInt8], until deadline: Deadline) async throws(SSHError) {
        try await connection.write(id, bytes, until: deadline)
    }

    /// Ends the command's standard input.
    package func endInput(until deadline: Deadline) async throws(SSHError) {
        try await connection.endInput(id, until: deadline)
    }

    /// The first 64 KiB of standard error, as far as it came while standard output was read.
    package func errorOutput() async -> BoundedBytes {
        await connection.errorOutput(of: id)
    }

    /// How the command ended; after ``read(until:)`` has come to the end.
    package func exit(until deadline: Deadline) async throws(SSHError) -> RemoteExit {
        try await connection.exit(of: id, until: deadline)
    }

    package func close() async { await connection.release(id) }
}

extension SSHConnection {
    /// Starts a command line through the host's login shell and leaves its streams open.
    package func open(_ command: String, until deadline: Deadline) async throws(SSHError) -> SSHChannel {
        SSHChannel(self, try await start(command, until: deadline))
    }

    func errorOutput(of id: UInt64) -> BoundedBytes { channels[id]?.errorOutput ?? BoundedBytes(limit: 0) }

    func read(_ id: UInt64, until deadline: Deadline) async throws(SSHError) -> [UInt8] {
        var bytes: [UInt8] = []
        try await onChannel(id, .command, until: deadline) { raw, session in
            readOnce(id, raw, session, into: &bytes)
        }
        return bytes
    }

    func write(_ id: UInt64, _ bytes: [UInt8], until deadline: Deadline) async throws(SSHError) {
        var sent = 0
        while sent < bytes.count {
            let offset = sent
            sent += try await onChannel(id, .transfer, until: deadline) { raw, _ in
                ChannelCalls.write(raw, bytes, from: offset)
            }
        }
    }

    func endInput(_ id: UInt64, until deadline: Deadline) async throws(SSHError) {
        try await onChannel(id, .transfer, until: deadline) { raw, _ in Int(libssh2_channel_send_eof(raw)) }
    }

    /// Standard output; while there is none, standard error is kept beside it, for else its window would fill up.
    private func readOnce(
        _ id: UInt64, _ raw: OpaquePointer, _ session: OpaquePointer, into bytes: inout [UInt8]
    ) -> Int {
        while true {
            let count = ChannelCalls.read(raw, 0, into: &bytes)
            if count > 0 { return count }
            if count < 0, count != Int(LIBSSH2_ERROR_EAGAIN) { return count }
            if libssh2_session_block_directions(session) & LIBSSH2_SESSION_BLOCK_OUTBOUND != 0 { return count }
            let errors = readErrors(id, raw)
            if errors > 0 { continue }
            if errors < 0, errors != Int(LIBSSH2_ERROR_EAGAIN) { return errors }
            return libssh2_channel_eof(raw) == 1 ? 0 : Int(LIBSSH2_ERROR_EAGAIN)
        }
    }

    private func readErrors(_ id: UInt64, _ raw: OpaquePointer) -> Int {
        var bytes: [UInt8] = []
        let count = ChannelCalls.read(raw, SSH_EXTENDED_DATA_STDERR, into: &bytes)
        if count > 0 { channels[id]?.errorOutput.append(bytes) }
        return count
    }
}
