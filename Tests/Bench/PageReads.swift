import Glibc

/// What the pages of nodes cost a program that does nothing but take them, one after the other, over blocking sockets.
///
/// The floor below a survey: connecting, asking and reading, with nothing looked at.
enum PageReads {
    static let paths = ["/metadata", "/metrics"]

    /// Processor time in milliseconds.
    static func cost(ofPorts ports: [UInt16]) async throws -> Measure {
        var bytes = 0
        let seconds = try await Measure.processorSeconds(rounds: 5) {
            bytes = 0
            for port in ports { for path in paths { bytes += try read(path, port) } }
        }
        return Measure(
            what: "  blocking sockets that take the same \(bytes / 1000) kB", value: seconds * 1000, unit: "ms")
    }

    private static func read(_ path: String, _ port: UInt16) throws -> Int {
        let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(fd) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(fd, $0, length) }
        }
        guard code == 0 else { throw BenchError.unreachable(port) }
        let request = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        guard send(fd, request, request.utf8.count, 0) > 0 else { throw BenchError.unreachable(port) }
        return withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 8) { buffer in
            var total = 0
            while case let count = recv(fd, buffer.baseAddress, buffer.count, 0), count > 0 { total += count }
            return total
        }
    }
}
