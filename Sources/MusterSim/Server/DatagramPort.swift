import Glibc
import MusterIO

/// A UDP port that is held, as a node holds its port of the network; nothing is read from it.
struct DatagramPort: ~Copyable {
    private let socket: Descriptor
    let number: UInt16

    /// Binds `port` on all addresses; 0 takes a free one.
    init(_ port: UInt16) throws(SystemError) {
        socket = Descriptor(
            owning: Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        guard socket.raw >= 0 else { throw SystemError("open a socket for", "udp \(port)") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let fd = socket.raw
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(fd, $0, length) == 0 && getsockname(fd, $0, &length) == 0
            }
        }
        guard bound else { throw SystemError("listen on", "udp \(port)") }
        number = UInt16(bigEndian: address.sin_port)
    }

    /// Gives the port up; what is not closed is given up when it is last mentioned.
    consuming func close() {}
}
