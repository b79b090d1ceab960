import Glibc

/// A connection that is being made.
package final class Connecting {
    package let address: SocketAddress
    /// Becomes writable when there is progress.
    package let descriptor: Int32
    private var isTaken = false

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
        self.address = address
        descriptor = socket.release()
    }

    deinit {
        if !isTaken { close(descriptor) }
    }

    package var progress: Progress {
        var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&watched, 1, 0) > 0 else { return .pending }
        let code = Socket.pendingError(of: descriptor)
        return code == 0 ? .connected : .failed(Self.failure(code, address))
    }

    /// Hands over the socket, once, after ``Progress/connected``.
    package func finish() -> Descriptor {
        precondition(!isTaken, "the socket has been handed over")
        isTaken = true
        return Descriptor(owning: descriptor)
    }

    private static func failure(_ code: Int32, _ address: SocketAddress) -> SystemError {
        SystemError(code: code, "connect to", address.description)
    }
}
