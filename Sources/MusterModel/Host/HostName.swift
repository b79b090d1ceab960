/// What the inventory calls a host; unique in a fleet.
///
/// One to 253 bytes of letters, digits, `.`, `_` and `-`, beginning with a letter or digit, so that it can stand in
/// a selector, a file name and an argument vector without quoting.
package struct HostName: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let text: String

    package init?(_ text: some StringProtocol) {
        guard let first = text.utf8.first, text.utf8.count <= 253, Self.isAlphanumeric(first),
            text.utf8.allSatisfy({ Self.isAlphanumeric($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D })
        else { return nil }
        self.text = String(text)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let name = HostName(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a host name")
        }
        self = name
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
