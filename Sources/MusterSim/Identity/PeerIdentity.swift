import MusterIO

/// Who a node is in the network, drawn from the bytes of its `secret-key`.
package struct PeerIdentity: Hashable, Sendable {
    /// `12D3KooW…`, as the network writes it.
    package let peerID: String
    /// Sets the numbers of this node's pages.
    let seed: UInt64

    /// The peer id has the form of a real one: the multihash of an ed25519 public key, in base 58.
    ///
    /// What stands for the public key is a digest of the secret one; nothing here signs anything.
    package init(secretKey: [UInt8]) {
        var hash = SHA256()
        hash.update(secretKey)
        let digest = hash.digest()
        peerID = Base58.encode([0x00, 0x24, 0x08, 0x01, 0x12, 0x20] + digest)
        seed = digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
