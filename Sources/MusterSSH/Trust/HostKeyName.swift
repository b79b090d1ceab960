/// What a host is called in known_hosts: its name, with the port unless that is 22.
package struct HostKeyName: Hashable, Sendable, CustomStringConvertible {
    /// In lower case; `[name]:port` for another port than 22.
    package let text: String
    /// The name alone, under which OpenSSH also accepts the key of another port than 22.
    let withoutPort: String?

    package init(host: String, port: UInt16) {
        let host = host.lowercased()
        text = port == Self.standardPort ? host : "[\(host)]:\(port)"
        withoutPort = port == Self.standardPort ? nil : host
    }

    /// The `HostKeyAlias` of the SSH configuration, which stands for name and port.
    package init(alias: String) {
        text = alias.lowercased()
        withoutPort = nil
    }

    package var description: String { text }

    private static let standardPort: UInt16 = 22
}
