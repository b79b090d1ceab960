extension NodeObservation {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case kind, name, key, fields, metrics, unit, registry, processes, directory, probes, seenBy, disagreements
        case lastFailure
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            kind: try container.decode(String.self, forKey: .kind),
            name: try container.decode(String.self, forKey: .name),
            key: try container.decode(String.self, forKey: .key))
        fields = try container.scalars(.fields)
        metrics = try container.scalars(.metrics)
        unit = try container.decodeIfPresent(UnitEvidence.self, forKey: .unit)
        registry = try container.decodeIfPresent(RegistryEvidence.self, forKey: .registry)
        processes = try container.list(.processes)
        directory = try container.decodeIfPresent(DirectoryEvidence.self, forKey: .directory)
        probes = try container.list(.probes)
        seenBy = try container.list(.seenBy)
        disagreements = try container.list(.disagreements)
        lastFailure = try container.decodeIfPresent(String.self, forKey: .lastFailure)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(name, forKey: .name)
        try container.encode(key, forKey: .key)
        try container.encode(scalars: fields, forKey: .fields)
        try container.encode(scalars: metrics, forKey: .metrics)
        try container.encodeIfPresent(unit, forKey: .unit)
        try container.encodeIfPresent(registry, forKey: .registry)
        try container.encode(list: processes, forKey: .processes)
        try container.encodeIfPresent(directory, forKey: .directory)
        try container.encode(list: probes, forKey: .probes)
        try container.encode(list: seenBy, forKey: .seenBy)
        try container.encode(list: disagreements, forKey: .disagreements)
        try container.encodeIfPresent(lastFailure, forKey: .lastFailure)
    }
}

extension KeyedDecodingContainer {
    /// A list that is left out when it is empty.
    func list<Element: Decodable>(_ key: Key) throws -> [Element] {
        try decodeIfPresent([Element].self, forKey: key) ?? []
    }

    /// Scalars by name; one that is `null` has no value.
    func scalars(_ key: Key) throws -> [String: Scalar] {
        try decodeIfPresent([String: Scalar?].self, forKey: key)?.compactMapValues { $0 } ?? [:]
    }
}

extension KeyedEncodingContainer {
    /// A list that is left out when it is empty.
    mutating func encode(list: [some Encodable], forKey key: Key) throws {
        if !list.isEmpty { try encode(list, forKey: key) }
    }

    /// Scalars in the order of their names, those without a JSON form left out.
    mutating func encode(scalars: [String: Scalar], forKey key: Key) throws {
        let scalars = scalars.filter(\.value.hasJSON)
        guard !scalars.isEmpty else { return }
        var container = nestedContainer(keyedBy: AnyName.self, forKey: key)
        for (name, value) in scalars.sorted(by: { $0.key < $1.key }) {
            try container.encode(value, forKey: AnyName(stringValue: name))
        }
    }
}

/// A member's name that is not known beforehand.
private struct AnyName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
