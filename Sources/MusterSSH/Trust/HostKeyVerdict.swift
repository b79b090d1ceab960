/// What the known_hosts files say about a key that a host has shown.
package enum HostKeyVerdict: Hashable, Sendable {
    case trusted
    /// No key of this type is listed; `others` are the listed keys of other types.
    case unknown(others: [KnownKey])
    /// Other keys of the same type are listed.
    case changed(expected: [KnownKey])
    case revoked(at: FilePlace)
    /// Only a certificate authority is listed, and Muster reads no host certificates.
    case certificateAuthorityOnly(at: FilePlace)
}

extension KnownHosts {
    /// Judges the key that `host` has shown.
    ///
    /// With an address, as `CheckHostIP` asks for, a revoked or different key under the address overrules the name.
    package func verdict(on key: PublicKey, of host: HostKeyName, address: HostKeyName? = nil) -> HostKeyVerdict {
        if let address {
            switch verdict(on: key, under: entries(for: address.text)) {
            case .changed(let expected): return .changed(expected: expected)
            case .revoked(let place): return .revoked(at: place)
            case .trusted, .unknown, .certificateAuthorityOnly: break
            }
        }
        let verdict = verdict(on: key, under: entries(for: host.text))
        guard case .unknown = verdict, let name = host.withoutPort else { return verdict }
        // As OpenSSH does: the same key listed for the name alone is good for any port, another one says nothing.
        switch self.verdict(on: key, under: entries(for: name)) {
        case .trusted: return .trusted
        case .revoked(let place): return .revoked(at: place)
        case .unknown, .changed, .certificateAuthorityOnly: return verdict
        }
    }

    private func verdict(on key: PublicKey, under entries: Entries) -> HostKeyVerdict {
        if let revocation = entries.revoked.first(where: { $0.key == key }) { return .revoked(at: revocation.place) }
        if let place = entries.unreadableRevocations.first { return .revoked(at: place) }
        if entries.keys.contains(where: { $0.key == key }) { return .trusted }
        let sameType = entries.keys.filter { $0.type == key.type }
        if !sameType.isEmpty { return .changed(expected: sameType) }
        if entries.keys.isEmpty, let place = entries.authorities.first { return .certificateAuthorityOnly(at: place) }
        return .unknown(others: entries.keys)
    }
}
