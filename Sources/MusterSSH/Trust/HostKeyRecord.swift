/// One row of the table that `muster trust` shows before it asks.
package struct HostKeyRecord: Hashable, Sendable {
    package enum Standing: String, Hashable, Sendable, CaseIterable {
        case known
        case new
        /// The host is known by keys of other types.
        case newType = "new type"
        case changed
        case revoked
    }

    package let host: HostKeyName
    /// The numeric address that showed the key.
    package let address: String
    package let key: PublicKey
    package let verdict: HostKeyVerdict

    package init(host: HostKeyName, address: String, key: PublicKey, verdict: HostKeyVerdict) {
        self.host = host
        self.address = address
        self.key = key
        self.verdict = verdict
    }

    package var type: KeyType { key.type }
    package var fingerprint: Fingerprint { key.fingerprint }

    package var standing: Standing {
        switch verdict {
        case .trusted: .known
        case .unknown(let others): others.isEmpty ? .new : .newType
        case .changed: .changed
        case .revoked: .revoked
        case .certificateAuthorityOnly: .new
        }
    }

    /// May be added once the operator says yes; a changed or revoked key never is.
    package var canBeAdded: Bool { standing == .new || standing == .newType }
}
