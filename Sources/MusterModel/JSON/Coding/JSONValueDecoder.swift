/// Hands out a ``JSON`` value through the `Decoder` protocol.
struct JSONValueDecoder: Decoder {
    let json: JSON
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = json else { throw mismatch(type, "expected an object") }
        return KeyedDecodingContainer(JSONKeyedDecoding<Key>(members: members, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let values) = json else { throw mismatch([JSON].self, "expected an array") }
        return JSONUnkeyedDecoding(values: values, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { JSONSingleDecoding(decoder: self) }
}

extension JSONValueDecoder {
    /// Numbers keep their spelling's sort: `5.0` is no whole number, but `5` is a real one.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value: Any? =
            switch type {
            case is String.Type: json.string
            case is Bool.Type: json.bool
            case is Double.Type: json.number
            case is Float.Type: json.number.map { Float($0) }
            case let whole as any FixedWidthInteger.Type: self.whole(whole)
            default: try Value(from: self)
            }
        guard let value = value as? Value else { throw mismatch(type, "expected \(Self.name(of: type))") }
        return value
    }

    private func whole<Whole: FixedWidthInteger>(_ type: Whole.Type) -> Whole? {
        switch json {
        case .integer(let value): Whole(exactly: value)
        case .unsigned(let value): Whole(exactly: value)
        case .null, .bool, .number, .string, .array, .object: nil
        }
    }

    private static func name(of type: Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is Double.Type, is Float.Type: "a number"
        case is any FixedWidthInteger.Type: "a whole number from its type's range"
        default: "another value"
        }
    }

    fileprivate func mismatch(_ type: Any.Type, _ detail: String) -> DecodingError {
        .typeMismatch(type, .init(codingPath: codingPath, debugDescription: detail))
    }
}

private struct JSONKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [JSON.Member]
    let codingPath: [any CodingKey]
    /// Makes large objects cheap to search; small ones are scanned.
    let places: [String: Int]

    init(members: [JSON.Member], codingPath: [any CodingKey]) {
        self.members = members
        self.codingPath = codingPath
        let large = members.count > 16
        let pairs = large ? members.enumerated().map { ($1.name, $0) } : []
        places = Dictionary(pairs) { first, _ in first }
    }

    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { value(key.stringValue) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).json == .null }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decoder(key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try decoder(JSONSuperKey()) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    private func value(_ name: String) -> JSON? {
        if members.count > 16 { return places[name].map { members[$0].value } }
        return members.first { $0.name == name }?.value
    }

    private func decoder(_ key: any CodingKey) throws -> JSONValueDecoder {
        guard let json = value(key.stringValue) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "missing"))
        }
        return JSONValueDecoder(json: json, codingPath: codingPath + [key])
    }
}

private struct JSONUnkeyedDecoding: UnkeyedDecodingContainer {
    let values: [JSON]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(values: [JSON], codingPath: [any CodingKey]) {
        self.values = values
        self.codingPath = codingPath
    }

    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex >= values.count }

    mutating func decodeNil() throws -> Bool {
        guard try peek().json == .null else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value = try peek().decode(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }

    private func peek() throws -> JSONValueDecoder {
        let path = codingPath + [JSONIndex(currentIndex)]
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(JSON.self, .init(codingPath: path, debugDescription: "the list ends"))
        }
        return JSONValueDecoder(json: values[currentIndex], codingPath: path)
    }

    private mutating func next() throws -> JSONValueDecoder {
        let decoder = try peek()
        currentIndex += 1
        return decoder
    }
}

private struct JSONSingleDecoding: SingleValueDecodingContainer {
    let decoder: JSONValueDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.json == .null }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }
}
