extension JSON {
    /// The JSON form of an ordinary `Encodable` value.
    ///
    /// Real numbers that are not finite become `null`. Members that are `nil` are left out where the type's own
    /// `encode(to:)` does so, as a synthesized one does.
    package init(encoding value: some Encodable) throws(JSONError) {
        do {
            let target = JSONTarget()
            try value.encode(to: JSONValueEncoder(target: target, codingPath: []))
            self = target.json
        } catch let error as EncodingError {
            throw JSONError(.mismatch(path: "", detail: error.detail))
        } catch {
            throw JSONError(.mismatch(path: "", detail: "a value that has no JSON form"))
        }
    }

    /// Reads an ordinary `Decodable` value from this JSON; members that the type does not know are ignored.
    package func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws(JSONError) -> Value {
        do {
            return try Value(from: JSONValueDecoder(json: self, codingPath: []))
        } catch let error as DecodingError {
            throw JSONError(error)
        } catch {
            throw JSONError(.mismatch(path: "", detail: "not a value of the wanted type"))
        }
    }
}

extension EncodingError {
    fileprivate var detail: String {
        if case .invalidValue(_, let context) = self { return context.debugDescription }
        return "a value that has no JSON form"
    }
}

extension JSONError {
    fileprivate init(_ error: DecodingError) {
        let (path, detail) =
            switch error {
            case .keyNotFound(let key, let context):
                (context.codingPath, "member '\(key.stringValue)' is missing")
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context.codingPath, context.debugDescription)
            @unknown default: ([], "not a value of the wanted type")
            }
        self.init(.mismatch(path: path.map(\.jsonStep).joined(separator: "."), detail: detail))
    }
}

extension CodingKey {
    fileprivate var jsonStep: String { intValue.map(String.init) ?? String(stringValue.prefix(64)) }
}

/// A place in a list.
struct JSONIndex: CodingKey {
    let intValue: Int?
    var stringValue: String { intValue.map(String.init) ?? "" }

    init(_ index: Int) { intValue = index }
    init?(intValue: Int) { self.intValue = intValue }
    init?(stringValue: String) { nil }
}

/// The member in which a superclass would lie.
struct JSONSuperKey: CodingKey {
    let stringValue = "super"
    var intValue: Int? { nil }

    init() {}
    init?(intValue: Int) { nil }
    init?(stringValue: String) { nil }
}
