extension JSON {
    /// Parses one value that fills the whole text but for blanks around it.
    package static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSON {
        try JSONReader.read(bytes, limits: limits) { reader throws(JSONError) in try reader.value() }
    }

    package static func parse(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSON {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in try parse(buffer, limits: limits) }
    }

    package static func parse(_ text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSON {
        try parse(Array(text.utf8), limits: limits)
    }
}

extension JSONReader {
    package mutating func value() throws(JSONError) -> JSON {
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool(try bool())
        case UInt8(ascii: "n"):
            _ = try null()
            return .null
        default: return JSON(try number())
        }
    }

    private mutating func array() throws(JSONError) -> [JSON] {
        var values: [JSON] = []
        try elements { reader throws(JSONError) in values.append(try reader.value()) }
        return values
    }

    /// Readers that disagree on which of two equal names counts are a known way in, so both are refused.
    private mutating func object() throws(JSONError) -> [JSON.Member] {
        var names = MemberNames()
        var all: [JSON.Member] = []
        try members { name, reader throws(JSONError) in
            guard names.insert(name, after: all) else { throw reader.failure(.duplicateMember(name)) }
            all.append(JSON.Member(name, try reader.value()))
        }
        return all
    }
}

/// Finds repeated names: by comparing in small objects, by hash in large ones.
private struct MemberNames {
    private var hashed: Set<String> = []

    mutating func insert(_ name: String, after members: [JSON.Member]) -> Bool {
        if members.count < 8 { return !members.contains { $0.name == name } }
        if hashed.isEmpty { hashed = Set(members.map(\.name)) }
        return hashed.insert(name).inserted
    }
}

extension JSON {
    fileprivate init(_ number: JSONReader.Number) {
        switch number {
        case .integer(let value): self = .integer(value)
        case .unsigned(let value): self = .unsigned(value)
        case .real(let value): self = .number(value)
        }
    }
}
