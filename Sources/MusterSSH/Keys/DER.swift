import CCrypto

/// Reads elements of DER whose length fits two bytes.
struct DERReader {
    private var reader: BlobReader

    init(_ bytes: ArraySlice<UInt8>) { reader = BlobReader(bytes) }

    /// The content of the next element, if it has this tag.
    mutating func element(tag: UInt8) -> ArraySlice<UInt8>? {
        guard reader.byte() == tag, let length = length() else { return nil }
        return reader.bytes(length)
    }

    private mutating func length() -> Int? {
        guard let first = reader.byte() else { return nil }
        switch first {
        case 0..<0x80: return Int(first)
        case 0x81: return reader.byte().map(Int.init)
        case 0x82: return reader.bytes(2).map { $0.reduce(0) { $0 << 8 | Int($1) } }
        default: return nil
        }
    }
}

extension [UInt8] {
    /// Appends an element of DER of fewer than 256 bytes.
    mutating func appendDER(tag: UInt8, _ content: [UInt8]) {
        append(tag)
        if content.count >= 0x80 { append(0x81) }
        append(UInt8(truncatingIfNeeded: content.count))
        append(contentsOf: content)
    }

    /// Overwrites the bytes before they are forgotten.
    ///
    /// Call it on the only reference: a second one would get the array copied, and the copy wiped.
    mutating func wipe() {
        withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
        self = []
    }
}
