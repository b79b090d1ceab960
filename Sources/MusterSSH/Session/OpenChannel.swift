import CSSH2
import MusterIO

/// A channel that libssh2 keeps for us.
struct OpenChannel {
    let raw: OpaquePointer
    /// Whether it runs a command, and so counts against the server's MaxSessions.
    let runsCommand: Bool
    /// What came on standard error.
    var errorOutput = BoundedBytes(limit: 64 << 10)
}

extension SSHConnection {
    /// Bytes that a server may send before we have read some; and bytes per packet.
    private static let window: UInt32 = 2 << 20
    private static let packet: UInt32 = 32 << 10

    /// Opens a channel and starts a command on it, when it is its turn.
    func start(_ command: String, until deadline: Deadline) async throws(SSHError) -> UInt64 {
        var refusals = 0
        while true {
            let isAlone = try await takeTurn(until: deadline) == 1
            // Neither the caller's end nor its deadline stops it half way: that would be the end of the session.
            switch await Task(operation: { await launch(command) }).value {
            case .success(let id): return id
            case .failure(.channelRefused) where !isAlone:
                // The server allows fewer than we thought.
                channelLimit = max(1, min(channelLimit, channels.values.count(where: \.runsCommand)))
            case .failure(.channelRefused) where refusals < Self.refusalLimit:
                refusals += 1
                try await pause(Self.refusalPause * refusals, until: deadline)
            case .failure(let error): throw error
            }
        }
    }

    /// OpenSSH still counts a command whose channel it has just seen closed, for as long as packets are at hand.
    private static let refusalLimit = 4
    private static let refusalPause: Duration = .milliseconds(10)

    private func pause(_ duration: Duration, until deadline: Deadline) async throws(SSHError) {
        do throws(WaitError) {
            try await loop.sleep(until: min(loop.now + duration, deadline))
        } catch {
            throw SSHError(error, during: .openChannel)
        }
    }

    private func launch(_ command: String) async -> Result<UInt64, SSHError> {
        let opened: UInt64
        do throws(SSHError) {
            opened = try await open(runsCommand: true, until: loop.now + limits.open) { session in
                libssh2_channel_open_ex(session, "session", 7, Self.window, Self.packet, nil, 0)
            }
        } catch {
            leaveTurn()
            return .failure(error)
        }
        do throws(SSHError) {
            try await request(command, on: opened)
            return .success(opened)
        } catch {
            await release(opened)
            return .failure(error)
        }
    }

    private func request(_ command: String, on id: UInt64) async throws(SSHError) {
        let refusal = LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED
        let code = try await onChannel(
            id, .startCommand, until: loop.now + limits.open, opens: true, passing: [refusal]
        ) { raw, _ in
            Int(libssh2_channel_process_startup(raw, "exec", 4, command, UInt32(command.utf8.count)))
        }
        if code < 0 { throw .commandRefused }
    }

    /// Answers how many have a turn now, the caller among them.
    private func takeTurn(until deadline: Deadline) async throws(SSHError) -> Int {
        if Task.isCancelled { throw .cancelled(.openChannel) }
        guard loop.now < deadline else { throw .timedOut(.openChannel) }
        while commandChannels >= channelLimit {
            guard let link, failure == nil else { throw failure ?? .closed }
            do throws(WaitError) {
                try await loop.wait(
                    link.wire.fd, for: [], until: deadline,
                    unless: { commandChannels < channelLimit || failure != nil })
            } catch {
                throw SSHError(error, during: .openChannel)
            }
        }
        commandChannels += 1
        return commandChannels
    }

    /// Lets the next one in.
    private func leaveTurn() {
        commandChannels -= 1
        signal()
    }

    /// A connection that the host at the other end makes to `host` and `port`.
    func openTunnelChannel(to host: String, port: UInt16, until deadline: Deadline) async throws(SSHError) -> UInt64 {
        do throws(SSHError) {
            return try await open(runsCommand: false, until: deadline) { session in
                libssh2_channel_direct_tcpip_ex(session, host, Int32(port), "127.0.0.1", 0)
            }
        } catch .channelRefused(let detail) {
            throw .tunnelRefused(to: "\(host):\(port)", detail: detail)
        }
    }

    private func open(
        runsCommand: Bool, until deadline: Deadline, _ call: (OpaquePointer) -> OpaquePointer?
    ) async throws(SSHError) -> UInt64 {
        var raw: OpaquePointer?
        let refusal = LIBSSH2_ERROR_CHANNEL_FAILURE
        try await finish(.openChannel, until: deadline, opens: true, passing: [refusal]) { session in
            raw = call(session)
            return raw == nil ? Int(libssh2_session_last_errno(session)) : 0
        }
        guard let raw else { throw .channelRefused(detail: link.map(Self.lastMessage) ?? "closed") }
        lastChannel += 1
        channels[lastChannel] = OpenChannel(raw: raw, runsCommand: runsCommand)
        return lastChannel
    }

    /// ``finish(_:until:opens:passing:_:)`` for a call on a channel, which may have been closed while it waited.
    @discardableResult
    func onChannel(
        _ id: UInt64, _ step: SSHStep, until deadline: Deadline, opens: Bool = false, passing: [Int32] = [],
        _ body: (_ channel: OpaquePointer, _ session: OpaquePointer) -> Int
    ) async throws(SSHError) -> Int {
        let gone = LIBSSH2_ERROR_CHANNEL_UNKNOWN
        let code = try await finish(step, until: deadline, opens: opens, passing: passing + [gone]) { session in
            channels[id].map { body($0.raw, session) } ?? Int(gone)
        }
        if code == Int(gone) { throw .closed }
        return code
    }

    /// Closes a channel; waits for the server no longer than the close limit.
    ///
    /// The server answers only when the command ends. Until then the channel goes on counting, but nobody waits for it.
    func release(_ id: UInt64) async {
        guard channels[id] != nil else { return }
        await Task { await free(id) }.value  // a cancelled caller could not wait for anything
    }

    private func free(_ id: UInt64) async {
        do throws(SSHError) {
            try await free(id, until: loop.now + limits.close)
        } catch {
            guard failure == nil else { return }
            Task { try? await free(id, until: .never) }
        }
    }

    private func free(_ id: UInt64, until deadline: Deadline) async throws(SSHError) {
        try await onChannel(id, .command, until: deadline) { raw, _ in Int(libssh2_channel_free(raw)) }
        if channels.removeValue(forKey: id)?.runsCommand == true { leaveTurn() }
    }
}
