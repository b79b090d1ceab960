/// A public key as it travels in SSH: the name of its type, then what the type defines (RFC 4253 section 6.6).
package struct PublicKey: Hashable, Sendable {
    /// The whole blob, its type's name included.
    package let blob: [UInt8]
    package let type: KeyType

    /// `nil` if the blob does not begin with a type's name or is longer than any key can be.
    package init?(blob: [UInt8]) {
        var reader = BlobReader(blob)
        guard blob.count <= Self.limit, let name = reader.name(), name.utf8.count <= 64, !reader.isAtEnd else {
            return nil
        }
        self.blob = blob
        type = KeyType(name: name)
    }

    /// A line of a `.pub` or known_hosts file carries the type beside the blob; the two must agree.
    init?(type: some StringProtocol, base64: ArraySlice<UInt8>) {
        guard base64.count <= Self.limit * 2, let blob = Base64.decode(base64), let key = PublicKey(blob: blob),
            key.type.name == type
        else { return nil }
        self = key
    }

    package var fingerprint: Fingerprint { Fingerprint(of: blob) }

    /// The type and the blob in base64, as a line of known_hosts has them.
    var text: String { "\(type.name) \(Base64.encode(blob))" }

    /// A 16,384-bit RSA certificate with a page of principals fits.
    private static let limit = 16 << 10
}
