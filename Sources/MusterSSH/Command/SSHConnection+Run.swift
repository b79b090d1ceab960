import CSSH2
package import MusterIO

extension SSHConnection {
    /// Runs a command line through the host's login shell to its end.
    ///
    /// At the deadline the channel is given up; the command itself runs on. ``execute(_:input:outputLimit:until:)``
    /// ends it too.
    package func run(
        _ command: String, input: [UInt8] = [], outputLimit: Int = 1 << 20, until deadline: Deadline
    ) async throws(SSHError) -> RemoteOutput {
        let id = try await start(command, until: deadline)
        do throws(SSHError) {
            var streams = CommandStreams(input: input, limit: outputLimit)
            try await onChannel(id, .command, until: deadline) { streams.advance($0, $1) }
            let exit = try await exit(of: id, until: deadline)
            await release(id)
            return RemoteOutput(exit: exit, output: streams.output, errorOutput: streams.errorOutput)
        } catch {
            await release(id)
            throw error
        }
    }

    /// Waits for the server to close the channel: only then the status is sure to be there.
    ///
    /// libssh2 says 0 for a status that has not come.
    func exit(of id: UInt64, until deadline: Deadline) async throws(SSHError) -> RemoteExit {
        try await onChannel(id, .command, until: deadline) { raw, _ in Int(libssh2_channel_wait_closed(raw)) }
        guard let link, let raw = channels[id]?.raw else { throw .closed }
        if let signal = Self.exitSignal(raw, link.session) { return .signalled(signal) }
        return .exited(libssh2_channel_get_exit_status(raw))
    }

    private static func exitSignal(_ channel: OpaquePointer, _ session: OpaquePointer) -> String? {
        var name: UnsafeMutablePointer<CChar>?
        var count = 0
        guard libssh2_channel_get_exit_signal(channel, &name, &count, nil, nil, nil, nil) == 0, let name else {
            return nil
        }
        defer { libssh2_free(session, name) }
        return StrangersText.line(UnsafeRawBufferPointer(start: name, count: count))
    }
}
