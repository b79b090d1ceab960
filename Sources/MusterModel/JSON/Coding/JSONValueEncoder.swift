/// Builds a ``JSON`` value through the `Encoder` protocol.
struct JSONValueEncoder: Encoder {
    let target: JSONTarget
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        target.becomeObject()
        return KeyedEncodingContainer(JSONKeyedEncoding<Key>(target: target, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        target.becomeArray()
        return JSONUnkeyedEncoding(target: target, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        JSONSingleEncoding(target: target, codingPath: codingPath)
    }
}

extension JSONTarget {
    func encode(_ value: some Encodable, at path: [any CodingKey]) throws {
        switch value {
        case let value as String: set(.string(value))
        case let value as Bool: set(.bool(value))
        case let value as Double: set(.number(value))
        case let value as Float: set(.number(Double(value)))
        case let value as any FixedWidthInteger: set(try whole(value, at: path))
        default: try value.encode(to: JSONValueEncoder(target: self, codingPath: path))
        }
    }

    private func whole(_ value: any FixedWidthInteger, at path: [any CodingKey]) throws -> JSON {
        if let value = Int64(exactly: value) { return .integer(value) }
        if let value = UInt64(exactly: value) { return .unsigned(value) }
        let context = EncodingError.Context(codingPath: path, debugDescription: "a number beyond 64 bits")
        throw EncodingError.invalidValue(value, context)
    }
}

private struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let target: JSONTarget
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) { target.member(key.stringValue).set(.null) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try target.member(key.stringValue).encode(value, at: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoder(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { encoder(JSONSuperKey()) }
    func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

    private func encoder(_ key: any CodingKey) -> JSONValueEncoder {
        JSONValueEncoder(target: target.member(key.stringValue), codingPath: codingPath + [key])
    }
}

private struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    let target: JSONTarget
    let codingPath: [any CodingKey]
    var count: Int { target.count }

    func encodeNil() { target.appended().set(.null) }

    func encode(_ value: some Encodable) throws {
        let path = codingPath + [JSONIndex(count)]
        try target.appended().encode(value, at: path)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        next().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }
    func superEncoder() -> any Encoder { next() }

    private func next() -> JSONValueEncoder {
        let path = codingPath + [JSONIndex(count)]
        return JSONValueEncoder(target: target.appended(), codingPath: path)
    }
}

private struct JSONSingleEncoding: SingleValueEncodingContainer {
    let target: JSONTarget
    let codingPath: [any CodingKey]

    func encodeNil() { target.set(.null) }
    func encode(_ value: some Encodable) throws { try target.encode(value, at: codingPath) }
}
