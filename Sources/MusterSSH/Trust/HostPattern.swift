/// One pattern of a comma list in a known_hosts line: `*` and `?` match as in OpenSSH, `!` negates.
struct HostPattern: Hashable, Sendable {
    let isNegated: Bool
    /// In lower case, without the `!`.
    let text: [UInt8]

    init(_ text: some Sequence<UInt8>) {
        let text = Array(text)
        isNegated = text.first == UInt8(ascii: "!")
        self.text = (isNegated ? text.dropFirst() : text[...]).map(\.asciiLowercased)
    }

    /// Names exactly one host, so that a table can find it.
    var isLiteral: Bool {
        !isNegated && !text.contains(Self.many) && !text.contains(Self.one)
    }

    /// Compares with a name in lower case.
    ///
    /// Remembers only the last `*`, so the work is bounded by the product of the lengths whatever the pattern.
    func matches(_ name: [UInt8]) -> Bool {
        var (pattern, position) = (0, 0)
        var lastStar: (pattern: Int, position: Int)?
        while position < name.count {
            if pattern < text.count, text[pattern] == Self.many {
                lastStar = (pattern, position)
                pattern += 1
            } else if pattern < text.count, text[pattern] == Self.one || text[pattern] == name[position] {
                pattern += 1
                position += 1
            } else if let star = lastStar {
                lastStar = (star.pattern, star.position + 1)
                (pattern, position) = (star.pattern + 1, star.position + 1)
            } else {
                return false
            }
        }
        return text[pattern...].allSatisfy { $0 == Self.many }
    }

    private static let many = UInt8(ascii: "*")
    private static let one = UInt8(ascii: "?")
}

extension [HostPattern] {
    /// A negated pattern that matches settles it, wherever it stands in the list.
    func match(_ name: [UInt8]) -> Bool {
        let matching = filter { $0.matches(name) }
        return !matching.isEmpty && !matching.contains(where: \.isNegated)
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
