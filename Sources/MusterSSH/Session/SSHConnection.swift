import CSSH2
import Glibc
package import MusterIO

/// One session with one host's sshd; it carries many channels.
///
/// Lives on an event loop and never blocks it. Must be ended with ``close()``.
package actor SSHConnection {
    let loop: EventLoop
    let limits: SSHLimits
    /// `nil` once closed.
    var link: Link?
    /// Why nothing can be done on this session any more.
    var failure: SSHError?

    private var operations = 0
    private var lastTicket: UInt64 = 0
    /// Grows with each signal to those that wait.
    private var signals: UInt64 = 0
    /// Whose packet is half sent: until it has gone out, only the same call may be made.
    private var sending: UInt64?
    /// Who opens a channel or starts a command: libssh2 keeps the state of one opening per session, and takes the
    /// answer to another channel's start for a failure of its own.
    private var opening: UInt64?

    var channels: [UInt64: OpenChannel] = [:]
    var lastChannel: UInt64 = 0
    /// Those that count against the server's MaxSessions.
    var commandChannels = 0
    var channelLimit: Int

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    struct Link {
        let session: OpaquePointer
        let wire: Wire
    }

    /// Takes over a connected, non-blocking socket.
    package init(socket: consuming Descriptor, loop: EventLoop, limits: SSHLimits) throws(SSHError) {
        guard Self.isLibraryReady else { throw .local(SystemError(code: ENOMEM, "start", "libssh2")) }
        let wire = Wire(fd: socket.release())
        guard let session = wire.makeSession() else {
            wire.close()
            throw .local(SystemError(code: ENOMEM, "make a session"))
        }
        self.loop = loop
        self.limits = limits
        channelLimit = limits.channels
        link = Link(session: session, wire: wire)
    }

    /// Once for the process, by the first who asks.
    private static let isLibraryReady = libssh2_init(0) == 0

    /// Whether commands can still be run on it.
    package var isUsable: Bool { link != nil && failure == nil }
}

extension SSHConnection {
    /// Calls `body` until it no longer answers EAGAIN, suspended in between until the socket may let it go on.
    ///
    /// Negative codes in `passing` are returned, all others thrown.
    @discardableResult
    func finish(
        _ step: SSHStep, until deadline: Deadline, opens: Bool = false, passing: [Int32] = [],
        _ body: (OpaquePointer) -> Int
    ) async throws(SSHError) -> Int {
        lastTicket += 1
        operations += 1
        let ticket = lastTicket
        defer { leave(ticket) }
        while true {
            guard let link, failure == nil else { throw failure ?? .closed }
            if isOthersTurn(ticket, opens) {
                try await wait(link, [], step, since: signals, until: deadline)
                continue
            }
            let (before, seen) = (link.wire.received, signals)
            let code = body(link.session)
            let blocked = Self.blocked(link)
            let isSending = code == Int(LIBSSH2_ERROR_EAGAIN) && blocked.contains(.write)
            // What came in may be for another channel, or for an earlier read of the same call; and whoever waited for
            // our packet to go out may go on.
            if link.wire.received != before || (sending == ticket && !isSending) { signal() }
            sending = isSending ? ticket : nil
            guard code == Int(LIBSSH2_ERROR_EAGAIN) else { return try check(code, step, link, passing) }
            if opens { opening = ticket }
            do throws(SSHError) {
                try await wait(link, blocked.isEmpty ? .read : blocked, step, since: seen, until: deadline)
            } catch {
                // Half done, and never to be finished: nobody else could go on.
                if sending == ticket || opening == ticket { failure = failure ?? .closed }
                throw error
            }
        }
    }

    /// What the library waits for.
    static func blocked(_ link: Link) -> Interest {
        Interest(rawValue: UInt8(truncatingIfNeeded: libssh2_session_block_directions(link.session)))
    }

    private func isOthersTurn(_ ticket: UInt64, _ opens: Bool) -> Bool {
        (sending ?? ticket) != ticket || (opens && (opening ?? ticket) != ticket)
    }

    private func leave(_ ticket: UInt64) {
        operations -= 1
        if sending == ticket { sending = nil }
        if opening == ticket { opening = nil }
        signal()
    }

    /// Everybody who waits looks again.
    func signal() {
        signals += 1
        if let link { loop.signal(link.wire.fd) }
    }

    /// Waits for the socket or a signal; `seen` is the state of ``signals`` before the caller's last look.
    private func wait(
        _ link: Link, _ interest: Interest, _ step: SSHStep, since seen: UInt64, until deadline: Deadline
    ) async throws(SSHError) {
        guard loop.now < deadline else { throw .timedOut(step) }  // a server that never falls silent
        do throws(WaitError) {
            try await loop.wait(link.wire.fd, for: interest, until: deadline, unless: { signals != seen })
        } catch {
            throw SSHError(error, during: step)
        }
    }

    /// What the socket told goes before what the library makes of it: a reset during authentication is no refusal.
    private func check(_ code: Int, _ step: SSHStep, _ link: Link, _ passing: [Int32]) throws(SSHError) -> Int {
        if code >= 0 { return code }
        if let error = brokenWire(link, step) {
            failure = failure ?? error
            throw error
        }
        if passing.contains(Int32(code)) { return code }
        let error = SSHError.protocolViolation(step, code: Int32(code), detail: Self.lastMessage(link))
        if Self.isFatal(Int32(code)) { failure = failure ?? error }
        throw error
    }

    func brokenWire(_ link: Link, _ step: SSHStep) -> SSHError? {
        switch link.wire.fault {
        case .hungUp: link.wire.hasFarewell ? .dismissed(step, said: link.wire.farewell) : .hungUp(step)
        case .failed(let code): .broken(step, SystemError(code: code, "talk to the server"))
        case .chatter: .notSSH(said: link.wire.preamble?.said ?? "")
        case nil: link.wire.hasFarewell ? .dismissed(step, said: link.wire.farewell) : nil
        }
    }

    /// After these the two ends no longer agree on what comes next.
    private static func isFatal(_ code: Int32) -> Bool {
        [
            LIBSSH2_ERROR_SOCKET_SEND, LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_SOCKET_DISCONNECT,
            LIBSSH2_ERROR_INVALID_MAC, LIBSSH2_ERROR_DECRYPT, LIBSSH2_ERROR_PROTO,
            LIBSSH2_ERROR_KEY_EXCHANGE_FAILURE, LIBSSH2_ERROR_BAD_USE, LIBSSH2_ERROR_OUT_OF_BOUNDARY,
        ].contains(code)
    }

    /// The library's words; what a server put in them is made harmless.
    static func lastMessage(_ link: Link) -> String {
        var text: UnsafeMutablePointer<CChar>?
        var length: Int32 = 0
        libssh2_session_last_error(link.session, &text, &length, 0)
        guard let text else { return "no reason given" }
        return StrangersText.line(UnsafeRawBufferPointer(start: text, count: max(0, Int(length))))
    }
}

extension SSHConnection {
    /// Ends the session: first its operations, with them its channels, then the session, then the socket.
    package func close() async {
        await Task { await tearDown() }.value  // a cancelled caller could not wait for anything
    }

    private func tearDown() async {
        guard let link else { return }
        let isHealthy = failure == nil && operations == 0
        failure = failure ?? .closed
        signal()
        let deadline = loop.now + limits.close
        while operations > 0, loop.now < deadline {
            try? await loop.wait(link.wire.fd, for: [], until: deadline, unless: { operations == 0 })
        }
        guard self.link != nil else { return }  // somebody else closed it meanwhile
        self.link = nil
        channels = [:]
        if isHealthy {
            libssh2_session_disconnect_ex(link.session, SSH_DISCONNECT_BY_APPLICATION, "", "")
        }
        link.wire.abandon()
        while libssh2_session_free(link.session) == LIBSSH2_ERROR_EAGAIN {}  // an abandoned wire never says so
        link.wire.close()
    }
}
