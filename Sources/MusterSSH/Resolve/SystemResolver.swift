import Glibc
package import MusterIO

/// The C library's resolver, with everything that `/etc/nsswitch.conf` says.
package enum SystemResolver {
    /// Addresses in the resolver's order (RFC 6724), each one once.
    ///
    /// Blocks.
    package static func addresses(_ question: ResolveQuestion) throws(ResolveError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = family(question.family)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(question.name, String(question.port), &hints, &found)
        defer { if let found { freeaddrinfo(found) } }
        switch code {
        case 0: break
        case EAI_NONAME, noData: throw .noSuchHost(name: question.name)
        default: throw .failed(name: question.name, reason: String(cString: gai_strerror(code)))
        }
        let entries = sequence(first: found) { $0?.pointee.ai_next }.prefix { $0 != nil }
        let addresses = entries.compactMap { $0.flatMap(address) }
        return addresses.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func address(_ entry: UnsafeMutablePointer<addrinfo>) -> SocketAddress? {
        guard let address = entry.pointee.ai_addr else { return nil }
        return SocketAddress(address, length: Int(entry.pointee.ai_addrlen))
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
}
