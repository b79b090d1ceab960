import CCrypto

/// How a kind of key signs: the digest, and the form in which SSH carries the signature.
enum SignatureAlgorithm: Hashable, Sendable {
    case ed25519
    case ecdsa(EllipticCurve)
    case rsaSHA256
    case rsaSHA512

    /// By the name that stands in an authentication request (RFC 8332, 8709, 5656).
    init?(name: String) {
        switch name {
        case KeyType.ed25519.name: self = .ed25519
        case "rsa-sha2-256": self = .rsaSHA256
        case "rsa-sha2-512": self = .rsaSHA512
        default:
            guard let curve = EllipticCurve(keyType: KeyType(name: name)) else { return nil }
            self = .ecdsa(curve)
        }
    }

    /// `nil` where the digest is part of the algorithm.
    var digest: OpaquePointer? {
        switch self {
        case .ed25519: nil
        case .ecdsa(.p256), .rsaSHA256: EVP_sha256()
        case .ecdsa(.p384): EVP_sha384()
        case .ecdsa(.p521), .rsaSHA512: EVP_sha512()
        }
    }

    /// Turns what libcrypto made into what follows the algorithm's name in SSH.
    func wireForm(_ signature: [UInt8]) -> [UInt8]? {
        if case .ecdsa = self { ECDSASignature(der: signature)?.blob } else { signature }
    }
}

/// The algorithm that a request to sign names.
enum AuthenticationRequest {
    /// `nil` if it is not a request as RFC 4252 section 7 lays it out, behind the session's id.
    static func algorithm(in request: [UInt8]) -> String? {
        var reader = BlobReader(request)
        guard reader.string() != nil, reader.byte() == 50,
            reader.string() != nil, reader.string() != nil, reader.name() == "publickey", reader.byte() == 1
        else { return nil }
        return reader.name()
    }
}

/// The two numbers of an ECDSA signature.
struct ECDSASignature {
    /// Big-endian with a sign bit, as DER and SSH's `mpint` both want it.
    let r, s: ArraySlice<UInt8>

    /// Reads `SEQUENCE { INTEGER r, INTEGER s }`.
    init?(der: [UInt8]) {
        var outer = DERReader(der[...])
        guard let sequence = outer.element(tag: 0x30) else { return nil }
        var inner = DERReader(sequence)
        guard let r = inner.element(tag: 0x02), let s = inner.element(tag: 0x02) else { return nil }
        (self.r, self.s) = (r, s)
    }

    /// RFC 5656 section 3.1.2.
    var blob: [UInt8] {
        var blob: [UInt8] = []
        blob.appendString(r)
        blob.appendString(s)
        return blob
    }
}
