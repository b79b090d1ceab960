/// A name with `{number}` for 1 to 6 digits and `*` for any text, as in `antnode{number}.service`.
struct NamePattern: Hashable, Sendable {
    private enum Part: Hashable {
        case byte(UInt8)
        case number
        case any
    }

    /// What a fitting name holds at the pattern's places.
    struct Match: Hashable {
        /// What `{number}` stood for; `nil` if the pattern has none.
        var number: Int64?
    }

    /// More bytes than any file or unit name has.
    private static let longestName = 512
    private static let mostDigits = 6

    let text: String
    private let parts: [Part]

    init(_ text: String) {
        self.text = text
        var parts: [Part] = []
        var rest = text.utf8[...]
        while let byte = rest.first {
            if rest.starts(with: "{number}".utf8) {
                parts.append(.number)
                rest = rest.dropFirst("{number}".utf8.count)
            } else {
                parts.append(byte == UInt8(ascii: "*") ? .any : .byte(byte))
                rest = rest.dropFirst()
            }
        }
        self.parts = parts
    }

    /// The pattern in the words of `fnmatch(3)`, for programs that filter by it roughly.
    var glob: String {
        let bytes = parts.flatMap { part -> [UInt8] in
            switch part {
            case .byte(let byte): [byte]
            case .number: Array("[0-9]*".utf8)
            case .any: [UInt8(ascii: "*")]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `nil` if the whole name does not fit.
    func match(_ name: some StringProtocol) -> Match? {
        guard name.utf8.count <= Self.longestName else { return nil }
        if case .byte(let first)? = parts.first, name.utf8.first != first { return nil }
        var search = Search(parts: parts, name: Array(name.utf8))
        return search.fits(0, 0) ? Match(number: search.number) : nil
    }

    /// Tries every way, each pair of places once, so that no name takes longer than its length times the pattern's.
    private struct Search {
        let parts: [Part]
        let name: [UInt8]
        var number: Int64?
        private var hopeless: Set<Int> = []

        init(parts: [Part], name: [UInt8]) {
            self.parts = parts
            self.name = name
        }

        mutating func fits(_ part: Int, _ place: Int) -> Bool {
            guard part < parts.count else { return place == name.count }
            let key = part * (NamePattern.longestName + 1) + place
            if hopeless.contains(key) { return false }
            if advances(part, place) { return true }
            hopeless.insert(key)
            return false
        }

        private mutating func advances(_ part: Int, _ place: Int) -> Bool {
            switch parts[part] {
            case .byte(let byte):
                return place < name.count && name[place] == byte && fits(part + 1, place + 1)
            case .any:
                for end in place...name.count where fits(part + 1, end) { return true }
                return false
            case .number:
                return takesDigits(part, place)
            }
        }

        private mutating func takesDigits(_ part: Int, _ place: Int) -> Bool {
            let digits = name[place...].prefix(NamePattern.mostDigits).prefix { (0x30...0x39).contains($0) }
            for count in stride(from: digits.count, to: 0, by: -1) where fits(part + 1, place + count) {
                number = digits.prefix(count).reduce(0) { $0 * 10 + Int64($1 - 0x30) }
                return true
            }
            return false
        }
    }
}
