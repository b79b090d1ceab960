import MusterModel

/// The members of one mapping in a kind's file, by key.
struct KindFields {
    let members: [YAMLMember]
    /// Of the mapping.
    let at: Place

    init(_ members: [YAMLMember], at place: Place) {
        self.members = members
        at = place
    }

    subscript(key: String) -> YAMLNode? { members.first { $0.key == key }?.value }

    func place(_ key: String) -> Place { self[key]?.place ?? at }
}

extension DocumentReader {
    mutating func reportUnknown(_ fields: KindFields, among keys: [String]) {
        for member in fields.members where !keys.contains(member.key) { unknown(member, among: keys) }
    }

    mutating func required(_ key: String, _ fields: KindFields) -> String? {
        guard let node = fields[key] else {
            problems.add(fields.at, "`\(key)` is missing")
            return nil
        }
        return scalar(node, "`\(key)`")
    }

    mutating func optional(_ key: String, _ fields: KindFields) -> String? {
        fields[key].flatMap { scalar($0, "`\(key)`") }
    }

    mutating func flag(_ key: String, _ fields: KindFields, default: Bool) -> Bool {
        guard let text = optional(key, fields) else { return `default` }
        if PolicyType.flag.value(text) == nil { problems.add(fields.place(key), "`\(key)` must be true or false") }
        return text == "true"
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _ fields: KindFields) -> Value?
    where Value.RawValue == String {
        guard let text = required(key, fields) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue)
        let fix = Suggestion.sentence(for: text, among: known) ?? "write one of " + known.joined(separator: ", ")
        problems.add(fields.place(key), "\(quoted(text)) is not a `\(key)`", fix: fix)
        return nil
    }

    mutating func items<Item>(
        _ key: String, _ fields: KindFields, _ read: (inout DocumentReader, KindFields) -> Item?
    ) -> [Item] {
        guard let node = fields[key] else { return [] }
        guard case .sequence(let nodes) = node.content else {
            problems.add(node.place, "`\(key)` must be a list, but is \(node.sort)")
            return []
        }
        return nodes.compactMap { node in
            mapping(node, "an item of `\(key)`").flatMap { read(&self, KindFields($0, at: node.place)) }
        }
    }

    mutating func reportTwice(_ ids: [String], at place: Place) {
        var seen: Set<String> = []
        for id in ids where !seen.insert(id).inserted {
            problems.add(
                place, "the id \(quoted(id)) is used twice in the kind", fix: "give each source and probe its own")
        }
    }
}
