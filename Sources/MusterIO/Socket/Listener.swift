import CShim
import Glibc

/// A socket that accepts connections.
package struct Listener: ~Copyable, Sendable {
    private let socket: Descriptor
    /// Where it listens, with the port that the kernel chose when 0 was asked for.
    package let address: SocketAddress

    package init(on address: SocketAddress, backlog: Int32 = 128) throws(SystemError) {
        let socket = try Socket.open(address.family, for: address)
        var on: Int32 = 1
        setsockopt(socket.raw, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard address.withPointer({ bind(socket.raw, $0, $1) }) == 0, listen(socket.raw, backlog) == 0 else {
            throw SystemError("listen on", address.description)
        }
        self.address = Self.localAddress(of: socket.raw) ?? address
        self.socket = socket
    }

    package borrowing func accept(
        until deadline: Deadline, on loop: EventLoop, isolation: isolated (any Actor)? = #isolation
    ) async throws(IOError) -> Descriptor {
        while true {
            let raw = muster_accept(socket.raw)
            if raw >= 0 { return Descriptor(owning: raw) }
            guard raw == -EAGAIN || raw == -EINTR || raw == -ECONNABORTED else {
                throw .system(SystemError(code: -raw, "accept on", address.description))
            }
            do {
                try await loop.wait(socket.raw, for: .read, until: deadline, isolation: isolation)
            } catch {
                throw IOError(error)
            }
        }
    }

    private static func localAddress(of fd: Int32) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(fd, $0, &length) == 0 ? SocketAddress($0, length: Int(length)) : nil
            }
        }
    }
}
