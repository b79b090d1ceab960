/// Reads the data types of RFC 4251 section 5 from the front of a byte slice.
///
/// Every method answers `nil` rather than read past the end.
struct BlobReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(bytes) }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func uint32() -> UInt32? {
        bytes(4)?.reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// A `string`: a length and that many bytes.
    mutating func string() -> ArraySlice<UInt8>? {
        uint32().flatMap { bytes(Int($0)) }
    }

    /// A `string` that must be printable ASCII, as names of algorithms and curves are.
    mutating func name() -> String? {
        guard let bytes = string(), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Appends the data types of RFC 4251 section 5.
extension [UInt8] {
    mutating func appendUInt32(_ value: UInt32) {
        append(contentsOf: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) })
    }

    mutating func appendString(_ bytes: some Collection<UInt8>) {
        appendUInt32(UInt32(truncatingIfNeeded: bytes.count))
        append(contentsOf: bytes)
    }
}
