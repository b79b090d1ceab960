import CCrypto

/// A host name in a known_hosts line that only shows itself to who knows it: `|1|salt|HMAC-SHA1(salt, name)`.
///
/// Keeps the hash state of the salt, so that a comparison costs two blocks of SHA-1 instead of four.
struct HashedName: Sendable {
    private let salted: muster_hmac_sha1_key
    private let digest: [UInt8]

    init?(_ field: ArraySlice<UInt8>) {
        let parts = field.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, parts[1].elementsEqual("1".utf8),
            let salt = Base64.decode(parts[2]), salt.count == Self.length,
            let digest = Base64.decode(parts[3]), digest.count == Self.length
        else { return nil }
        salted = Self.prepare(salt)
        self.digest = digest
    }

    /// Compares with a name in lower case.
    func matches(_ name: [UInt8]) -> Bool {
        Self.digest(of: name, salted: salted) { $0.elementsEqual(digest) }
    }

    /// The field that hides `name` under `salt`, which is 20 random bytes.
    static func field(hiding name: String, salt: [UInt8]) -> String {
        let digest = digest(of: Array(name.utf8), salted: prepare(salt)) { Array($0) }
        return "|1|\(Base64.encode(salt))|\(Base64.encode(digest))"
    }

    /// Of a salt and of a SHA-1, in bytes.
    static let length = 20

    private static func prepare(_ salt: [UInt8]) -> muster_hmac_sha1_key {
        var key = muster_hmac_sha1_key()
        muster_hmac_sha1_prepare(&key, salt, min(salt.count, length))
        return key
    }

    private static func digest<Result>(
        of name: [UInt8], salted: muster_hmac_sha1_key, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { digest in
            withUnsafePointer(to: salted) { muster_hmac_sha1($0, name, name.count, digest.baseAddress) }
            return body(digest)
        }
    }
}
