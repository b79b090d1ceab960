/// The content of a private key file in OpenSSH's own format (PROTOCOL.key of OpenSSH).
enum OpenSSHKeyFile {
    /// What such a file can turn out to be.
    enum Content {
        case key(KeyHandle)
        case encrypted(PublicKey)
        /// The private half lives on a hardware token.
        case securityKey(PublicKey)
        case unsupported(PublicKey)
    }

    /// `nil` if the bytes, which have been freed of armour and base64, are not such a file.
    static func parse(_ bytes: borrowing [UInt8]) -> Content? {
        var reader = BlobReader(copy bytes)
        guard reader.bytes(magic.count)?.elementsEqual(magic) == true,
            let cipher = reader.name(), let derivation = reader.name(), reader.string() != nil,
            reader.uint32() == 1, let blob = reader.string(), let publicKey = PublicKey(blob: Array(blob)),
            let section = reader.string()
        else { return nil }
        guard cipher == "none", derivation == "none" else { return .encrypted(publicKey) }
        if publicKey.type.isSecurityKey { return .securityKey(publicKey) }
        return privateSection(section, publicKey)
    }

    private static let magic = Array("openssh-key-v1\0".utf8)

    private static func privateSection(_ section: ArraySlice<UInt8>, _ publicKey: PublicKey) -> Content? {
        var reader = BlobReader(section)
        guard let check = reader.uint32(), check == reader.uint32(), let name = reader.name() else { return nil }
        let type = KeyType(name: name)
        guard type == publicKey.type else { return nil }
        if let curve = EllipticCurve(keyType: type) { return ecdsa(curve, &reader) }
        switch type {
        case .ed25519: return ed25519(&reader)
        case .rsa: return rsa(&reader)
        default: return .unsupported(publicKey)
        }
    }

    /// The public key, then the seed with the public key once more.
    private static func ed25519(_ reader: inout BlobReader) -> Content? {
        guard reader.string() != nil, let pair = reader.string(), pair.count == 64 else { return nil }
        return KeyHandle(ed25519: pair.prefix(32)).map(Content.key)
    }

    private static func ecdsa(_ curve: EllipticCurve, _ reader: inout BlobReader) -> Content? {
        guard reader.name() == curve.rawValue, reader.string() != nil, let number = reader.string() else { return nil }
        return KeyHandle(curve, number: number).map(Content.key)
    }

    private static func rsa(_ reader: inout BlobReader) -> Content? {
        let numbers = (0..<6).compactMap { _ in reader.string() }
        return KeyHandle(rsa: numbers).map(Content.key)
    }
}
