import Glibc

/// The C library's resolver, with everything that `/etc/nsswitch.conf` says.
package enum SystemResolver {
    /// Numeric addresses in the resolver's order (RFC 6724), each one once.
    ///
    /// Blocks.
    package static func addresses(
        _ name: String, _ family: SSHSettings.AddressFamily
    ) throws(ResolveError) -> [String] {
        var hints = addrinfo()
        hints.ai_family = Self.family(family)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &found)
        defer { if let found { freeaddrinfo(found) } }
        switch code {
        case 0: break
        case EAI_NONAME, noData: throw .noSuchHost(name: name)
        default: throw .failed(name: name, reason: String(cString: gai_strerror(code)))
        }
        let addresses = sequence(first: found, next: { $0?.pointee.ai_next }).compactMap { $0.flatMap(numeric) }
        if addresses.isEmpty { throw .noSuchHost(name: name) }
        return addresses.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// glibc's EAI_NODATA, which Swift does not see: the name exists, but has no address.
    private static let noData: Int32 = -5

    private static func family(_ family: SSHSettings.AddressFamily) -> Int32 {
        switch family {
        case .any: AF_UNSPEC
        case .inet: AF_INET
        case .inet6: AF_INET6
        }
    }

    private static func numeric(_ entry: UnsafeMutablePointer<addrinfo>) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
            guard let text = buffer.baseAddress,
                getnameinfo(
                    entry.pointee.ai_addr, entry.pointee.ai_addrlen, text, socklen_t(buffer.count), nil, 0,
                    NI_NUMERICHOST) == 0
            else { return nil }
            return String(cString: text)
        }
    }
}
