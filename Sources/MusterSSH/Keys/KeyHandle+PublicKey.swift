import CCrypto

extension KeyHandle {
    /// The public half, `nil` if it is of a kind that SSH has no name for.
    var publicKey: PublicKey? {
        switch withRaw(EVP_PKEY_get_id) {
        case EVP_PKEY_ED25519: ed25519Key
        case EVP_PKEY_EC: ecdsaKey
        case EVP_PKEY_RSA: rsaKey
        default: nil
        }
    }

    /// RFC 8709 section 4.
    private var ed25519Key: PublicKey? {
        part { muster_key_octets($0, "pub", $1, $2) }.flatMap { PublicKey(.ed25519, strings: [$0]) }
    }

    /// RFC 5656 section 3.1.
    private var ecdsaKey: PublicKey? {
        guard let curve = EllipticCurve(groupName: groupName),
            let point = part({ muster_key_octets($0, "pub", $1, $2) })
        else { return nil }
        return PublicKey(curve.keyType, strings: [Array(curve.rawValue.utf8), point])
    }

    /// RFC 4253 section 6.6.
    private var rsaKey: PublicKey? {
        guard let exponent = part({ muster_key_number($0, "e", $1, $2) }),
            let modulus = part({ muster_key_number($0, "n", $1, $2) })
        else { return nil }
        return PublicKey(.rsa, strings: [exponent, modulus].map(Self.mpint))
    }

    /// A sign bit in front where the number would read as negative.
    private static func mpint(_ number: [UInt8]) -> [UInt8] { (number.first ?? 0) < 0x80 ? number : [0] + number }

    private var groupName: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 80) { buffer in
            guard let name = buffer.baseAddress,
                withRaw({ EVP_PKEY_get_group_name($0, name, buffer.count, nil) }) == 1
            else { return "" }
            return String(cString: name)
        }
    }

    private func part(_ read: (OpaquePointer, UnsafeMutablePointer<UInt8>?, Int) -> Int) -> [UInt8]? {
        let part = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = withRaw { read($0, buffer.baseAddress, buffer.count) }
        }
        return part.isEmpty ? nil : part
    }
}

extension PublicKey {
    fileprivate init?(_ type: KeyType, strings: [[UInt8]]) {
        var blob: [UInt8] = []
        blob.appendString(type.name.utf8)
        for string in strings { blob.appendString(string) }
        self.init(blob: blob)
    }
}
