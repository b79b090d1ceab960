extension Scalar: JSONStreamable {
    package init(from reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case UInt8(ascii: "\""): self = .text(try reader.string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): self = Scalar(try reader.number())
        default: throw reader.mismatch("expected a number or a string")
        }
    }

    private init(_ number: JSONReader.Number) {
        switch number {
        case .integer(let value): self = .integer(value)
        case .unsigned(let value): self = .real(Double(value))
        case .real(let value): self = .real(value)
        }
    }

    package func write(to writer: inout JSONWriter) {
        switch self {
        case .integer(let value): writer.integer(value)
        case .real(let value): writer.number(value)
        case .text(let value): writer.string(value)
        }
    }

    /// JSON has no word for a number that is not finite.
    var hasJSON: Bool {
        if case .real(let value) = self { value.isFinite } else { true }
    }
}

extension JSONReader {
    /// A map of scalars; a member that is `null` has no value and is left out.
    mutating func scalars() throws(JSONError) -> [String: Scalar] {
        var nulls: Set<String> = []
        // Growing it from nothing costs as much as all insertions.
        var scalars = [String: Scalar](minimumCapacity: 24)
        try members { name, reader throws(JSONError) in
            let isNew =
                try reader.null()
                ? nulls.insert(name).inserted : scalars.updateValue(try Scalar(from: &reader), forKey: name) == nil
            guard isNew else { throw reader.failure(.duplicateMember(name)) }
        }
        guard nulls.isDisjoint(with: scalars.keys) else { throw mismatch("a member stands twice") }
        return scalars
    }
}

extension JSONWriter {
    /// Writes scalars in the order of their names, unless none has a JSON form.
    mutating func member(_ key: some RawRepresentable<String>, _ scalars: [String: Scalar]) {
        guard scalars.values.contains(where: \.hasJSON) else { return }
        name(key.rawValue)
        map(scalars.filter(\.value.hasJSON)) { $0.write(to: &$1) }
    }
}
