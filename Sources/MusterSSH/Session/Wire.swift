import CSSH2
import Glibc

/// The socket under a session: counts what passes, remembers how it broke, and can be cut off.
///
/// Belongs to one connection and stays on its event loop.
final class Wire {
    private(set) var fd: Int32
    /// Bytes that came in, so that a caller can tell whether a call took some off the socket.
    private(set) var received: UInt64 = 0
    private(set) var fault: Fault?
    private var isAbandoned = false
    private(set) var preamble: Preamble? = Preamble()
    /// Read ahead while libssh2 asks for single bytes, as it does for the banner.
    private var ahead: ArraySlice<UInt8> = []
    /// Whether the server said that it is parting, and its words.
    private(set) var hasFarewell = false
    private(set) var farewell = ""
    /// Of the authentication under way; libssh2's callbacks get no other context.
    var signing: SigningExchange?
    var answers: PromptAnswers?

    /// How the connection ended, as the socket told it: libssh2's own codes blame something else.
    enum Fault: Equatable {
        case hungUp
        case failed(Int32)
        /// More text before the banner than any honest server sends.
        case chatter
    }

    /// Takes ownership of `fd`.
    init(fd: Int32) { self.fd = fd }

    deinit { assert(fd < 0, "a connection was dropped without being closed") }

    /// The handshake is over: what comes now is encrypted.
    func forgetPreamble() { preamble = nil }

    /// From now on libssh2 gets an error for whatever it tries, so that nothing waits for the other side any more.
    func abandon() { isAbandoned = true }

    /// After the session is freed.
    func close() {
        Glibc.close(fd)
        fd = -1
    }

    /// Answers a count, 0 at the end or a negative errno, as libssh2 expects it.
    fileprivate func receive(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        if isAbandoned { return -Int(ECONNRESET) }
        if buffer.count == 1, ahead.isEmpty, let code = readAhead() { return code }
        if !ahead.isEmpty { return takeAhead(buffer) }
        let count = recv(fd, buffer.baseAddress, buffer.count, 0)
        guard count > 0 else { return noteEnd(count) }
        return record(UnsafeRawBufferPointer(rebasing: buffer[..<count])) ? count : -Int(EPROTO)
    }

    fileprivate func send(_ buffer: UnsafeRawBufferPointer) -> Int {
        if isAbandoned { return -Int(ECONNRESET) }
        let count = Glibc.send(fd, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        return count >= 0 ? count : noteEnd(count)
    }

    /// `nil` if there is something now; else what to answer.
    private func readAhead() -> Int? {
        var count = 0
        ahead =
            [UInt8](unsafeUninitializedCapacity: 1024) { buffer, initialized in
                count = recv(fd, buffer.baseAddress, buffer.count, 0)
                initialized = max(0, count)
            }[...]
        guard count > 0 else { return noteEnd(count) }
        return ahead.withUnsafeBytes { record($0) } ? nil : -Int(EPROTO)
    }

    private func takeAhead(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, ahead.count)
        buffer.copyBytes(from: ahead.prefix(count))
        ahead = ahead.dropFirst(count)
        return count
    }

    private func record(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += UInt64(bytes.count)
        guard preamble?.record(bytes) == false else { return true }
        fault = .chatter
        return false
    }

    fileprivate func noteFarewell(_ bytes: UnsafeRawBufferPointer) {
        hasFarewell = true
        farewell = StrangersText.line(bytes)
    }

    private func noteEnd(_ count: Int) -> Int {
        if count == 0 {
            fault = fault ?? .hungUp
            return 0
        }
        let code = errno
        if code == EINTR || code == EAGAIN { return -Int(EAGAIN) }
        fault = fault ?? .failed(code)
        return -Int(code)
    }
}

extension Wire {
    /// A session on this wire, which must outlive it; `nil` if out of memory.
    func makeSession() -> OpaquePointer? {
        muster_ssh2_session(
            Unmanaged.passUnretained(self).toOpaque(),
            { _, buffer, count, _, context in
                Wire.from(context).receive(UnsafeMutableRawBufferPointer(start: buffer, count: count))
            },
            { _, buffer, count, _, context in
                Wire.from(context).send(UnsafeRawBufferPointer(start: buffer, count: count))
            },
            { _, _, text, count, _, _, context in
                Wire.from(context).noteFarewell(UnsafeRawBufferPointer(start: text, count: max(0, Int(count))))
            })
    }

    /// The wire behind the context that a session's callbacks get.
    static func from(_ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> Wire {
        guard let pointer = context?.pointee else { preconditionFailure("a session without its wire") }
        return Unmanaged<Wire>.fromOpaque(pointer).takeUnretainedValue()
    }
}
