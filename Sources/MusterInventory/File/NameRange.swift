import MusterModel

/// A name with ranges in it, such as `ant[01:20]`, `gpu-[a:f]` or `r[0:30:5]-[1:4]`; both ends belong to a range.
package struct NameRange: Hashable, Sendable {
    /// Names that one text may stand for.
    package static let limit = 10_000

    enum Part: Hashable, Sendable {
        case text(String)
        case numbers(from: Int, through: Int, step: Int, width: Int)
        case letters(from: UInt8, through: UInt8, step: Int)
    }

    let parts: [Part]
    /// How many names it stands for, 1 to ``limit``.
    package let count: Int

    package init(_ text: String) throws(NameRangeError) {
        parts = try Self.parse(text)
        var count = 1
        for part in parts {
            count *= part.count
            guard count <= Self.limit else { throw NameRangeError(.tooMany, at: 0) }
        }
        self.count = count
    }

    /// Every name, the last range running fastest.
    package var names: [String] {
        parts.reduce([""]) { names, part in
            let texts = part.texts
            return names.flatMap { name in texts.map { name + $0 } }
        }
    }

    private static func parse(_ text: String) throws(NameRangeError) -> [Part] {
        var parts: [Part] = []
        var literal = ""
        var index = text.startIndex
        while index < text.endIndex {
            let offset = text.distance(from: text.startIndex, to: index)
            switch text[index] {
            case "[":
                guard let close = text[index...].firstIndex(of: "]") else {
                    throw NameRangeError(.unclosed, at: offset)
                }
                if !literal.isEmpty { parts.append(.text(literal)) }
                literal = ""
                parts.append(try range(text[text.index(after: index)..<close], at: offset + 1))
                index = close
            case "]":
                throw NameRangeError(.unopened, at: offset)
            default:
                literal.append(text[index])
            }
            index = text.index(after: index)
        }
        if !literal.isEmpty { parts.append(.text(literal)) }
        return parts
    }

    private static func range(_ text: Substring, at offset: Int) throws(NameRangeError) -> Part {
        let words = text.split(separator: ":", omittingEmptySubsequences: false)
        guard words.count == 2 || words.count == 3 else { throw NameRangeError(.malformed(String(text)), at: offset) }
        let step = words.count == 3 ? Int(words[2]) : 1
        guard let step, (1...NameRange.limit).contains(step) else {
            throw NameRangeError(.step(String(words[2])), at: offset)
        }
        if let from = letter(words[0]), let through = letter(words[1]) {
            guard from <= through else { throw NameRangeError(.backwards(String(text)), at: offset) }
            return .letters(from: from, through: through, step: step)
        }
        guard let from = number(words[0]), let through = number(words[1]) else {
            throw NameRangeError(.malformed(String(text)), at: offset)
        }
        guard from <= through else { throw NameRangeError(.backwards(String(text)), at: offset) }
        let width = words[0].hasPrefix("0") && words[0].count > 1 ? words[0].count : 0
        guard width == 0 || words[1].count == width else { throw NameRangeError(.widths(String(text)), at: offset) }
        return .numbers(from: from, through: through, step: step, width: width)
    }

    private static func number(_ text: Substring) -> Int? {
        (1...9).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    private static func letter(_ text: Substring) -> UInt8? {
        guard text.utf8.count == 1, let byte = text.utf8.first else { return nil }
        return (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) ? byte : nil
    }
}

extension NameRange.Part {
    var count: Int {
        switch self {
        case .text: 1
        case .numbers(let from, let through, let step, _): (through - from) / step + 1
        case .letters(let from, let through, let step): Int(through - from) / step + 1
        }
    }

    var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .numbers(let from, let through, let step, let width):
            stride(from: from, through: through, by: step).map { number in
                let digits = String(number)
                return String(repeating: "0", count: max(0, width - digits.count)) + digits
            }
        case .letters(let from, let through, let step):
            stride(from: Int(from), through: Int(through), by: step).map {
                String(UnicodeScalar(UInt8(truncatingIfNeeded: $0)))
            }
        }
    }
}

/// Why a text with brackets is no range of names.
package struct NameRangeError: UserFacingError, Equatable {
    package enum Cause: Sendable, Equatable {
        case unclosed, unopened, tooMany
        case malformed(String), step(String), backwards(String), widths(String)
    }

    package var cause: Cause
    /// Characters before the mistake.
    package var offset: Int

    init(_ cause: Cause, at offset: Int) {
        self.cause = cause
        self.offset = offset
    }

    package var message: String {
        switch cause {
        case .unclosed: "a range without its `]`"
        case .unopened: "a `]` without its `[`"
        case .tooMany: "the ranges stand for more than 10,000 names"
        case .malformed(let text): "\(quoted("[" + text + "]")) is not a range"
        case .step(let text): "the step \(quoted(text)) is not a whole number from 1 to 10000"
        case .backwards(let text): "the range \(quoted("[" + text + "]")) runs backwards"
        case .widths(let text): "the ends of \(quoted("[" + text + "]")) have different widths"
        }
    }

    package var fix: String? {
        switch cause {
        case .malformed: "write two numbers or two letters, as in [01:20], [a:f] or [0:30:5]"
        case .widths: "pad both ends alike, as in [01:20]"
        case .unclosed, .unopened, .tooMany, .step, .backwards: nil
        }
    }
}
