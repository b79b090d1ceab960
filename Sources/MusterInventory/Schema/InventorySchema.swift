package import MusterModel

/// The inventory's format as JSON Schema, for editors; made of the same tables that the reader uses.
package enum InventorySchema {
    package static var json: JSON {
        object([
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string("Muster inventory")),
            ("type", .string("object")),
            ("required", .array([.string("version")])),
            ("additionalProperties", .bool(false)),
            ("properties", object(fileProperties)),
            (
                "$defs",
                object([
                    ("hosts", texts("names of hosts; ranges such as ant[01:20]")),
                    ("services", services), ("fleetPolicy", policy { _ in true }),
                    ("policy", policy { $0.scope != .fleet }), ("kindPolicy", policy { $0.scope == .kind }),
                ])
            ),
        ])
    }

    private static var fileProperties: [(String, JSON)] {
        let defaults = mapping(settings(SettingKey.sharedKeys, policy: "fleetPolicy"))
        let group = mapping(
            [
                ("hosts", reference("hosts")),
                ("priority", whole(-1000...1000, "the higher one wins where two groups set the same key")),
            ] + settings(SettingKey.groupKeys, policy: "policy"))
        let host = mapping(settings(SettingKey.hostKeys, policy: "policy"))
        return [
            ("version", object([("const", .integer(1))])), ("defaults", defaults),
            ("groups", object([("type", types("object", "null")), ("additionalProperties", group)])),
            ("hosts", object([("type", types("object", "null")), ("additionalProperties", host)])),
        ]
    }

    private static func settings(_ keys: [String], policy: String) -> [(String, JSON)] {
        keys.compactMap { SettingKey(rawValue: $0) }.map { ($0.rawValue, schema(of: $0, policy: policy)) }
    }

    private static func schema(of key: SettingKey, policy: String) -> JSON {
        switch key {
        case .addresses, .identity, .via, .service: texts(key.help)
        case .user, .nat: text(key.help)
        case .port: whole(1...65_535, key.help)
        case .become:
            object([
                ("enum", .array(HostTarget.Become.allCases.map { .string($0.rawValue) })),
                ("description", .string(key.help)),
            ])
        case .labels:
            object([
                ("type", types("object", "null")), ("description", .string(key.help)),
                ("additionalProperties", object([("type", types("string", "number", "boolean"))])),
            ])
        case .services: reference("services")
        case .policy: reference(policy)
        }
    }

    private static var services: JSON {
        let relief = SettingKey.kindOnlyKeys.compactMap { PolicyKey(rawValue: $0) }.map {
            ($0.rawValue, schema(of: $0))
        }
        return object([
            ("type", .string("object")), ("description", .string(SettingKey.services.help)),
            ("additionalProperties", mapping([("policy", reference("kindPolicy"))] + relief)),
        ])
    }

    private static func policy(_ isIncluded: (PolicyRule) -> Bool) -> JSON {
        mapping(PolicyKey.allCases.filter { isIncluded($0.rule) }.map { ($0.rawValue, schema(of: $0)) })
    }
}
