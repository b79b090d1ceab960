import MusterModel
import MusterSSH

/// Everything that is needed to reach one host, from the inventory and the SSH configuration together.
struct SSHRoute: Sendable {
    /// Names the host in messages, and a relay among those that are shared.
    let name: String
    let endpoint: SSHEndpoint
    let user: String
    let settings: SSHSettings
    /// Key files that the inventory names; they go first.
    let identityFiles: [String]
    /// Ways there, the first that works; none means directly.
    let relays: [Relay]

    enum Relay: Sendable, Hashable {
        /// A host of the inventory.
        case host(HostName)
        /// One hop of `ProxyJump`, with those that come before it.
        case jump(JumpHop, before: [JumpHop])
    }

    /// The names under which known_hosts may hold its key: that of the configuration, then each address.
    var keyNames: [HostKeyName] {
        let addresses = endpoint.addresses.map { HostKeyName(host: $0, port: endpoint.port) }
        return [settings.hostKeyName] + addresses.filter { $0 != settings.hostKeyName }
    }
}

/// A word of `ProxyJump`: `[user@]host[:port]`, an IPv6 address in brackets, or the same as an `ssh://` address.
struct JumpHop: Sendable, Hashable, CustomStringConvertible {
    let user: String?
    let host: String
    let port: UInt16?

    init?(_ word: some StringProtocol) {
        var rest = word.hasPrefix("ssh://") ? word.dropFirst("ssh://".count)[...] : word[...]
        var user: String?
        if let at = rest.lastIndex(of: "@") {
            user = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        var port: UInt16?
        if rest.hasPrefix("["), let close = rest.firstIndex(of: "]") {
            let tail = rest[rest.index(after: close)...]
            port = tail.hasPrefix(":") ? UInt16(tail.dropFirst()) : nil
            guard tail.isEmpty || port != nil else { return nil }
            rest = rest[rest.index(after: rest.startIndex)..<close]
        } else if let colon = rest.firstIndex(of: ":"), rest[rest.index(after: colon)...].contains(":") == false {
            port = UInt16(rest[rest.index(after: colon)...])
            guard port != nil else { return nil }
            rest = rest[..<colon]
        }
        guard !rest.isEmpty, user?.isEmpty != true, !rest.hasPrefix("-") else { return nil }
        self.user = user
        host = String(rest)
        self.port = port
    }

    var description: String { (user.map { $0 + "@" } ?? "") + host + (port.map { ":\($0)" } ?? "") }
}
