import MusterModel

extension InventorySchema {
    static func object(_ members: [(String, JSON)]) -> JSON {
        .object(members.map { JSON.Member($0.0, $0.1) })
    }

    /// A mapping of known keys, which may be left empty.
    static func mapping(_ properties: [(String, JSON)]) -> JSON {
        object([
            ("type", types("object", "null")), ("additionalProperties", .bool(false)),
            ("properties", object(properties)),
        ])
    }

    static func types(_ names: String...) -> JSON { .array(names.map { .string($0) }) }

    static func reference(_ name: String) -> JSON { object([("$ref", .string("#/$defs/\(name)"))]) }

    static func text(_ help: String) -> JSON {
        object([("type", .string("string")), ("description", .string(help))])
    }

    /// One text or a list of them.
    static func texts(_ help: String) -> JSON {
        let item = object([("type", .string("string"))])
        let list = object([("type", .string("array")), ("items", item)])
        return object([("anyOf", .array([item, list])), ("description", .string(help))])
    }

    static func whole(_ range: ClosedRange<Int64>, _ help: String) -> JSON {
        object([("type", .string("integer"))] + bounds(range) + [("description", .string(help))])
    }

    static func schema(of key: PolicyKey) -> JSON {
        object(constraint(key.rule.type) + [("description", .string(key.rule.description))])
    }

    private static func constraint(_ type: PolicyType) -> [(String, JSON)] {
        switch type {
        case .whole(let range): [("type", .string("integer"))] + bounds(range)
        case .real(let range):
            [
                ("type", .string("number")), ("minimum", .integer(Int64(range.lowerBound))),
                ("maximum", .integer(Int64(range.upperBound))),
            ]
        case .flag: [("type", .string("boolean"))]
        case .choice(let words): [("enum", .array(words.map { .string($0) }))]
        case .text, .path, .version, .wallets, .address, .environment: [("type", .string("string"))]
        }
    }

    private static func bounds(_ range: ClosedRange<Int64>) -> [(String, JSON)] {
        let lower: [(String, JSON)] = [("minimum", .integer(range.lowerBound))]
        return range.upperBound == Int64.max ? lower : lower + [("maximum", .integer(range.upperBound))]
    }
}

extension PolicyRule {
    /// `add nodes only below this use of the processors; %; default 50`.
    package var description: String {
        let amount: String? =
            switch self.default {
            case .none: nil
            case .value(let value): "default \(value.text)"
            case .perCore(let factor): "default \(factor) x processors"
            }
        return [help, unit, amount].compactMap { $0 }.joined(separator: "; ")
    }
}
