import CCrypto

/// The SHA-256 of a public key, written as `ssh-keygen -l` writes it.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// `SHA256:` and 43 characters of base64 without padding.
    package let text: String

    package init(of key: [UInt8]) {
        let digest = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            SHA256(key, key.count, buffer.baseAddress)
            count = 32
        }
        text = Self.prefix + Base64.encode(digest).prefix { $0 != "=" }
    }

    /// Accepts what ``text`` looks like, nothing else.
    package init?(_ text: some StringProtocol) {
        let digits = text.utf8.dropFirst(Self.prefix.utf8.count)
        guard text.hasPrefix(Self.prefix), digits.count == 43,
            let digest = Base64.decode(Array(digits) + [UInt8(ascii: "=")]), digest.count == 32,
            // The last character holds four bits of the digest and two that must be zero.
            Base64.encode(digest).utf8.dropLast().elementsEqual(digits)
        else { return nil }
        self.text = String(text)
    }

    package var description: String { text }

    private static let prefix = "SHA256:"
}
