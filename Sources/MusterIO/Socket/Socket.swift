import CShim
import Glibc

/// Stream sockets, all of them non-blocking.
package enum Socket {
    /// Connects, and gives up at the deadline.
    package static func connect(
        to address: SocketAddress, until deadline: Deadline, on loop: EventLoop,
        isolation: isolated (any Actor)? = #isolation
    ) async throws(IOError) -> Descriptor {
        let socket = try open(address.family, for: address)
        let code = address.withPointer { Glibc.connect(socket.raw, $0, $1) } == 0 ? 0 : errno
        if code == 0 { return socket }
        // A Unix socket whose backlog is full says EAGAIN and is never ready: that is an error like any other.
        guard code == EINPROGRESS || code == EINTR else { throw .system(failure(code, address)) }
        do {
            try await loop.wait(socket.raw, for: .write, until: deadline, isolation: isolation)
        } catch {
            throw IOError(error)
        }
        let outcome = pendingError(of: socket.raw)
        guard outcome == 0 else { throw .system(failure(outcome, address)) }
        return socket
    }

    /// Two connected sockets.
    package static func pair() throws(SystemError) -> SocketPair { try SocketPair() }

    /// Sends small packets at once instead of collecting them.
    package static func setNoDelay(_ fd: Int32) {
        var on: Int32 = 1
        setsockopt(fd, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// The error that the kernel keeps for a socket, cleared by asking.
    package static func pendingError(of fd: Int32) -> Int32 {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &length) == 0 ? code : errno
    }

    static func open(_ family: Int32, for address: SocketAddress) throws(IOError) -> Descriptor {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let raw = socket(family, kind, 0)
        guard raw >= 0 else { throw .system(SystemError("open a socket for", address.description)) }
        return Descriptor(owning: raw)
    }

    private static func failure(_ code: Int32, _ address: SocketAddress) -> SystemError {
        SystemError(code: code, "connect to", address.description)
    }
}

/// Two ends of a Unix stream socket.
package struct SocketPair: ~Copyable, Sendable {
    package let first: Descriptor
    package let second: Descriptor

    init() throws(SystemError) {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SystemError("make a pair of sockets") }
        first = Descriptor(owning: ends[0])
        second = Descriptor(owning: ends[1])
    }

    /// Hands over both ends.
    package consuming func split() -> (Int32, Int32) {
        (first.release(), second.release())
    }
}
