/// What kind of key a blob holds, by the name that SSH gives it.
package struct KeyType: Hashable, Sendable, CustomStringConvertible {
    package let name: String

    package init(name: String) { self.name = name }

    package static let ed25519 = KeyType(name: "ssh-ed25519")
    package static let ecdsa256 = KeyType(name: "ecdsa-sha2-nistp256")
    package static let ecdsa384 = KeyType(name: "ecdsa-sha2-nistp384")
    package static let ecdsa521 = KeyType(name: "ecdsa-sha2-nistp521")
    package static let rsa = KeyType(name: "ssh-rsa")
    package static let securityKeyEd25519 = KeyType(name: "sk-ssh-ed25519@openssh.com")
    package static let securityKeyECDSA = KeyType(name: "sk-ecdsa-sha2-nistp256@openssh.com")

    /// A key on a hardware token, which only an agent can use.
    package var isSecurityKey: Bool { self == .securityKeyEd25519 || self == .securityKeyECDSA }

    package var description: String { name }
}
