/// Which host key algorithms to offer, best first; nothing that rests on SHA-1 or DSA.
package struct HostKeyAlgorithms: Hashable, Sendable {
    private let abilities: LibSSH2Abilities

    package init(_ abilities: LibSSH2Abilities) { self.abilities = abilities }

    /// All modern ones, by preference.
    package var all: [String] { Self.types.flatMap(names) }

    /// The same, those that known_hosts can confirm for one of a host's names first.
    ///
    /// Otherwise a host with several keys would show one that is not listed, and look like an unknown host.
    package func preferred(for names: [HostKeyName], in knownHosts: KnownHosts) -> [String] {
        let known = Set(names.flatMap { Self.keys(of: $0, in: knownHosts) }.map(\.type))
        return Self.types.filter(known.contains).flatMap(self.names)
            + Self.types.filter { !known.contains($0) }.flatMap(self.names)
    }

    private static func keys(of name: HostKeyName, in knownHosts: KnownHosts) -> [KnownKey] {
        let keys = knownHosts.entries(for: name.text).keys
        guard keys.isEmpty, let alone = name.withoutPort else { return keys }
        return knownHosts.entries(for: alone).keys
    }

    /// Algorithms that verify with a key of this type.
    package func names(_ type: KeyType) -> [String] {
        guard type == .rsa else { return [type.name] }
        return abilities.rsaWithSHA2 ? ["rsa-sha2-512", "rsa-sha2-256"] : []
    }

    private static let types: [KeyType] = [.ed25519, .ecdsa256, .ecdsa384, .ecdsa521, .rsa]
}
