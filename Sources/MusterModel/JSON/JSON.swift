/// A JSON value as RFC 8259 defines it, with members in the order in which they stood.
///
/// One parser and one printer serve the wire, files of other programs and Muster's own documents.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number without fraction and exponent that fits.
    case integer(Int64)
    /// A whole number above `Int64.max`, never one that ``integer(_:)`` could hold.
    case unsigned(UInt64)
    /// Any other number. One that is not finite is printed as `null`, for JSON has no word for it.
    case number(Double)
    case string(String)
    case array([JSON])
    /// The parser lets no name stand twice.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSON

        package init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }
}

extension JSON {
    /// The value of an object's member; `nil` when there is none, or this is no object.
    package subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    package var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// Any number, rounded to the nearest `Double`.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .number(let value): value
        case .null, .bool, .string, .array, .object: nil
        }
    }

    package var array: [JSON]? {
        if case .array(let values) = self { values } else { nil }
    }

    package var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// A number, text or truth value as a scalar, `true` being 1; `nil` for everything else.
    package var scalar: Scalar? {
        switch self {
        case .bool(let value): .integer(value ? 1 : 0)
        case .integer(let value): .integer(value)
        case .unsigned(let value): .real(Double(value))
        case .number(let value): .real(value)
        case .string(let value): .text(value)
        case .null, .array, .object: nil
        }
    }
}
