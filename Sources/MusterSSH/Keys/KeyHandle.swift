import CCrypto

/// Sole owner of one `EVP_PKEY *`; libcrypto wipes the private part when it is freed.
///
/// Never changed after it is made, and then libcrypto allows signing on several threads at once.
final class KeyHandle: Sendable {
    private nonisolated(unsafe) let raw: OpaquePointer

    private init?(_ raw: OpaquePointer?) {
        guard let raw else { return nil }
        self.raw = raw
    }

    deinit { EVP_PKEY_free(raw) }

    /// `seed`: 32 bytes (RFC 8032).
    convenience init?(ed25519 seed: ArraySlice<UInt8>) {
        self.init(
            seed.withUnsafeBufferPointer {
                EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, $0.baseAddress, $0.count)
            })
    }

    /// `number`: big-endian, of any length.
    ///
    /// Goes through RFC 5915's DER, from which libcrypto also computes the public point.
    convenience init?(_ curve: EllipticCurve, number: ArraySlice<UInt8>) {
        let digits = number.drop { $0 == 0 }
        guard digits.count <= curve.size else { return nil }
        var content: [UInt8] = []
        content.reserveCapacity(256)  // no reallocation leaves a copy behind
        content.appendDER(tag: 0x02, [1])
        content.append(contentsOf: [0x04, UInt8(curve.size)])
        content.append(contentsOf: repeatElement(0, count: curve.size - digits.count))
        content.append(contentsOf: digits)
        var identifier: [UInt8] = []
        identifier.appendDER(tag: 0x06, curve.identifier)
        content.appendDER(tag: 0xA0, identifier)
        var der: [UInt8] = []
        der.reserveCapacity(256)
        der.appendDER(tag: 0x30, content)
        defer {
            content.wipe()
            der.wipe()
        }
        self.init(
            der.withUnsafeBufferPointer { bytes in
                var start = bytes.baseAddress
                return d2i_PrivateKey(EVP_PKEY_EC, nil, &start, bytes.count)
            })
    }

    /// An unencrypted key in PEM: PKCS#8, SEC 1 or PKCS#1.
    convenience init?(pem: [UInt8]) {
        self.init(muster_pem_private_key(pem, Int32(clamping: pem.count)))
        ERR_clear_error()
    }

    /// `numbers`: n, e, d, iqmp, p, q, big-endian, as an OpenSSH file has them.
    convenience init?(rsa numbers: [ArraySlice<UInt8>]) {
        guard numbers.count == 6, numbers.allSatisfy({ $0.count <= 4096 }) else { return nil }
        self.init(Self.withPointers(to: numbers[...], []) { muster_rsa_key($0) })
    }

    private static func withPointers(
        to numbers: ArraySlice<ArraySlice<UInt8>>, _ pointers: [muster_number],
        _ body: ([muster_number]) -> OpaquePointer?
    ) -> OpaquePointer? {
        guard let first = numbers.first else { return body(pointers) }
        return first.withUnsafeBufferPointer { bytes in
            let number = muster_number(bytes: bytes.baseAddress, length: bytes.count)
            return withPointers(to: numbers.dropFirst(), pointers + [number], body)
        }
    }

    /// Lends the key to libcrypto's functions.
    func withRaw<Result>(_ body: (OpaquePointer) -> Result) -> Result { body(raw) }

    /// In libcrypto's form.
    func sign(_ data: [UInt8], digest: OpaquePointer?) -> [UInt8]? {
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        var length = 0
        guard EVP_DigestSignInit(context, nil, digest, nil, raw) == 1,
            EVP_DigestSign(context, nil, &length, data, data.count) == 1
        else { return nil }
        let signature = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            let done = EVP_DigestSign(context, buffer.baseAddress, &length, data, data.count) == 1
            count = done ? length : 0
        }
        return signature.isEmpty ? nil : signature
    }
}
