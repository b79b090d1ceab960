import MusterModel

/// Names with values, in the four spellings that wnm's machine reports have.
struct Settings {
    enum Value {
        case text(String)
        case integer(Int64)
        case real(Double)
        case flag(Bool)
        /// Counts by name, printed as a dictionary of Python.
        case counts([String: Int])
        /// Not known: null in JSON, `None` in text, left out where the output is read back.
        case none
    }

    /// Names whose values stand in double quotes in `env` and `config`, as in wnm.
    var quoted: Set<String>
    var items: [(name: String, value: Value)]

    var text: String { items.map { "\($0.name): \(PlainText.printable($0.value.plain ?? "None"))\n" }.joined() }

    var json: JSON { .object(items.map { .init($0.name, $0.value.json) }) }

    var env: String { lines { $0.uppercased() } }

    var config: String { lines { $0 } }

    private func lines(_ spelling: (String) -> String) -> String {
        items.compactMap { item in
            item.value.plain.map { "\(spelling(item.name))=\(written($0, isQuoted: isQuoted(item)))\n" }
        }.joined()
    }

    private func isQuoted(_ item: (name: String, value: Value)) -> Bool {
        if case .counts = item.value { return true }
        return quoted.contains(item.name)
    }

    /// Quotes also what would mean something to a shell: hosts name versions and paths.
    private func written(_ value: String, isQuoted: Bool) -> String {
        let value = PlainText.printable(value)
        if !isQuoted, !value.isEmpty, value.utf8.allSatisfy(Self.isPlain) { return value }
        return "\"" + value.map { "\"\\$`".contains($0) ? "\\\($0)" : String($0) }.joined() + "\""
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "@"), UInt8(ascii: "%"):
            true
        default: false
        }
    }
}

extension Settings.Value {
    init(_ scalar: Scalar?) {
        switch scalar {
        case .integer(let value): self = .integer(value)
        case .real(let value): self = .real(value)
        case .text("true"): self = .flag(true)
        case .text("false"): self = .flag(false)
        case .text(let value): self = .text(value)
        case nil: self = .none
        }
    }

    init(_ value: Double?) { self = value.map { .real($0) } ?? .none }
    init(_ value: Int64?) { self = value.map { .integer($0) } ?? .none }
    init(_ value: String?) { self = value.map { .text($0) } ?? .none }

    /// As Python prints it; `nil` for what is not known.
    var plain: String? {
        switch self {
        case .text(let value): value
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .flag(let value): value ? "True" : "False"
        case .counts(let counts):
            "{" + counts.sorted { $0.key < $1.key }.map { "'\($0.key)': \($0.value)" }.joined(separator: ", ") + "}"
        case .none: nil
        }
    }

    var json: JSON {
        switch self {
        case .text(let value): .string(value)
        case .integer(let value): .integer(value)
        case .real(let value): .number(value)
        case .flag(let value): .bool(value)
        case .counts(let counts): .counts(counts)
        case .none: .null
        }
    }
}
