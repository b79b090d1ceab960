import Glibc

/// A connection that is being made.
package struct Connecting: ~Copyable, Sendable {
    package let address: SocketAddress
    private let socket: Descriptor

    package enum Progress: Hashable, Sendable {
        case pending
        case connected
        case failed(SystemError)
    }

    /// Begins, without waiting for anything.
    package init(to address: SocketAddress) throws(SystemError) {
        let socket = try Socket.open(address.family, for: address)
        let code = address.withPointer { connect(socket.raw, $0, $1) } == 0 ? 0 : errno
        // A Unix socket whose backlog is full says EAGAIN and is never ready: that is an error like any other.
        guard code == 0 || code == EINPROGRESS || code == EINTR else { throw Self.failure(code, address) }
        self.socket = socket
        self.address = address
    }

    /// Becomes writable when there is progress.
    package var descriptor: Int32 { socket.raw }

    package var progress: Progress {
        var watched = pollfd(fd: socket.raw, events: Int16(POLLOUT), revents: 0)
        guard poll(&watched, 1, 0) > 0 else { return .pending }
        let code = Socket.pendingError(of: socket.raw)
        return code == 0 ? .connected : .failed(Self.failure(code, address))
    }

    /// After ``Progress/connected``.
    package consuming func finish() -> Descriptor { socket }

    private static func failure(_ code: Int32, _ address: SocketAddress) -> SystemError {
        SystemError(code: code, "connect to", address.description)
    }
}
