/// Reading of plain values; each adds a problem and yields `nil` or nothing where the value is of another sort.
extension DocumentReader {
    mutating func mapping(_ node: YAMLNode, _ what: String) -> [YAMLMember]? {
        guard case .mapping(let members) = node.content else {
            problems.add(node.place, "\(what) must be a mapping, but is \(node.sort)")
            return nil
        }
        return members
    }

    /// Nothing written counts as an empty mapping.
    mutating func optionalMapping(_ node: YAMLNode, _ what: String) -> [YAMLMember]? {
        node.isNull ? [] : mapping(node, what)
    }

    mutating func scalar(_ node: YAMLNode, _ what: String) -> String? {
        guard case .scalar(let text, _) = node.content, !node.isNull else {
            problems.add(node.place, "\(what) must be text, but is \(node.sort)")
            return nil
        }
        return text
    }

    /// One text, or a list of texts.
    mutating func scalars(_ node: YAMLNode, _ what: String) -> [Placed<String>] {
        guard case .sequence(let items) = node.content else {
            return scalar(node, what).map { [Placed($0, node.place)] } ?? []
        }
        return items.compactMap { item in scalar(item, "an item of \(what)").map { Placed($0, item.place) } }
    }

    mutating func whole(_ node: YAMLNode, _ what: String, _ range: ClosedRange<Int64>) -> Int64? {
        guard case .scalar(let text, isPlain: true) = node.content, let value = Int64(text), range.contains(value)
        else {
            let expectation = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            problems.add(node.place, "\(what) must be \(expectation), but is \(node.sort)")
            return nil
        }
        return value
    }

    mutating func unknown(_ member: YAMLMember, among keys: [String]) {
        let fix = Suggestion.sentence(for: member.key, among: keys) ?? "known here: " + keys.joined(separator: ", ")
        problems.add(member.keyPlace, "unknown key \(quoted(member.key))", fix: fix)
    }
}
