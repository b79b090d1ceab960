package import MusterModel

extension Deferral {
    /// What was put off, such as `stop antnode0007` or `add 3 nodes`.
    package var subject: String {
        if let node { return "\(verb.rawValue) \(node)" }
        return count == 1 ? "\(verb.rawValue) a node" : "\(verb.rawValue) \(count) nodes"
    }

    var json: JSON {
        .members([
            "do": .string(verb.rawValue), "node": .optional(node), "count": .count(count),
            "because": .string(because), "met": .bool(isMet == true),
        ])
    }
}
