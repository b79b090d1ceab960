package import Glibc

/// A numeric IPv4 or IPv6 address with its port, or the path of a Unix socket.
///
/// Holds the bytes of the C library's `sockaddr`, so that what a resolver answers passes through unchanged.
package struct SocketAddress: Hashable, Sendable {
    private let bytes: [UInt8]

    /// Copies a `sockaddr` of `length` bytes.
    package init(_ address: UnsafePointer<sockaddr>, length: Int) {
        bytes = Array(UnsafeRawBufferPointer(start: address, count: length))
    }

    /// Reads a numeric address; a name is `nil`.
    package init?(numeric text: String, port: UInt16) {
        var four = sockaddr_in()
        var six = sockaddr_in6()
        if inet_pton(AF_INET, text, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six.sin6_addr) == 1 {
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = port.bigEndian
            bytes = withUnsafeBytes(of: six) { Array($0) }
        } else {
            return nil
        }
    }

    package static func loopback(port: UInt16) -> SocketAddress {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafeBytes(of: address) { SocketAddress(bytes: Array($0)) }
    }

    /// `nil` if the path is too long for a socket address.
    package init?(unixPath path: String) {
        var address = sockaddr_un()
        let room = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard !path.isEmpty, path.utf8.count <= room else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        bytes = withUnsafeBytes(of: address) { Array($0) }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    package var family: Int32 { Int32(load(sockaddr())?.sa_family ?? 0) }

    /// `nil` for a Unix socket.
    package var port: UInt16? {
        switch family {
        case AF_INET: load(sockaddr_in()).map { UInt16(bigEndian: $0.sin_port) }
        case AF_INET6: load(sockaddr_in6()).map { UInt16(bigEndian: $0.sin6_port) }
        default: nil
        }
    }

    package func withPointer<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
        withUnsafeTemporaryAllocation(byteCount: bytes.count, alignment: 8) { buffer in
            buffer.copyBytes(from: bytes)
            // Never empty: every initializer starts from a sockaddr.
            return body(
                UnsafePointer(buffer.baseAddress!.assumingMemoryBound(to: sockaddr.self)), socklen_t(bytes.count))
        }
    }

    /// The bytes as a C structure, `nil` if there are too few.
    private func load<Value>(_ empty: Value) -> Value? {
        guard bytes.count >= MemoryLayout<Value>.size else { return nil }
        var value = empty
        withUnsafeMutableBytes(of: &value) { $0.copyBytes(from: bytes.prefix($0.count)) }
        return value
    }
}

extension SocketAddress: CustomStringConvertible {
    /// As in `127.0.0.1:22`, `[::1]:22` or `/run/agent.sock`.
    package var description: String {
        switch family {
        case AF_INET: "\(host):\(port ?? 0)"
        case AF_INET6: "[\(host)]:\(port ?? 0)"
        default: host
        }
    }

    /// The address without its port.
    package var host: String {
        if family == AF_INET, var address = load(sockaddr_in())?.sin_addr {
            return Self.numeric(AF_INET, &address)
        }
        if family == AF_INET6, var address = load(sockaddr_in6())?.sin6_addr {
            return Self.numeric(AF_INET6, &address)
        }
        return String(decoding: bytes.dropFirst(2).prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func numeric(_ family: Int32, _ address: UnsafeRawPointer) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            guard let base = buffer.baseAddress, inet_ntop(family, address, base, socklen_t(buffer.count)) != nil else {
                return "?"
            }
            return String(cString: base)
        }
    }
}
