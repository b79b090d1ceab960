/// A value that a probe or a discovery source bound to a name.
///
/// On the wire and in reports it is the plain JSON scalar.
package enum Scalar: Hashable, Sendable {
    case integer(Int64)
    case real(Double)
    case text(String)

    /// The value as a number; a text that is not a decimal number has none.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        case .text(let value): Self.decimal(value)
        }
    }

    /// What `Double` reads beyond decimal numbers, such as `nan`, `inf` and `0x1p3`, is text.
    private static func decimal(_ text: String) -> Double? {
        let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        guard isDecimal, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// The value as a whole number, if it is one exactly.
    package var whole: Int64? {
        switch self {
        case .integer(let value): value
        case .real(let value): Int64(exactly: value)
        case .text(let value): Int64(value)
        }
    }

    package var text: String {
        switch self {
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .text(let value): value
        }
    }
}

extension Scalar: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .real(value)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .integer(let value): try container.encode(value)
        case .real(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        }
    }
}
