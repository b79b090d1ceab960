import CShim
import Glibc

/// Stream sockets, all of them non-blocking.
package enum Socket {
    /// Connects, and gives up at the deadline.
    package static func connect(
        to address: SocketAddress, until deadline: Deadline, on loop: EventLoop,
        isolation: isolated (any Actor)? = #isolation
    ) async throws(IOError) -> Descriptor {
        let attempt: Connecting
        do throws(SystemError) {
            attempt = try Connecting(to: address)
        } catch {
            throw .system(error)
        }
        while true {
            switch attempt.progress {
            case .connected: return attempt.finish()
            case .failed(let error): throw .system(error)
            case .pending: break
            }
            do throws(WaitError) {
                try await loop.wait(attempt.descriptor, for: .write, until: deadline, isolation: isolation)
            } catch {
                throw IOError(error)
            }
        }
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

    /// Has the kernel notice a peer that is gone, on an idle connection and on one with unanswered data.
    package static func setKeepAlive(_ fd: Int32, idleSeconds: Int32, lostAfterSeconds: Int32) {
        let probes: Int32 = 3
        let pause = max(1, (lostAfterSeconds - idleSeconds) / probes)
        for (level, option, value) in [
            (SOL_SOCKET, SO_KEEPALIVE, 1), (Int32(IPPROTO_TCP), TCP_KEEPIDLE, idleSeconds),
            (Int32(IPPROTO_TCP), TCP_KEEPINTVL, pause), (Int32(IPPROTO_TCP), TCP_KEEPCNT, probes),
            (Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, lostAfterSeconds * 1000),
        ] {
            var value = value
            setsockopt(fd, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    static func open(_ family: Int32, for address: SocketAddress) throws(SystemError) -> Descriptor {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let raw = socket(family, kind, 0)
        guard raw >= 0 else { throw SystemError("open a socket for", address.description) }
        return Descriptor(owning: raw)
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
