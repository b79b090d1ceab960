/// A YAML value that remembers where it stands.
///
/// Scalars keep their text: `1.10` stays a version, `no` a country, and each reader says what it takes.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        /// `isPlain` is false for quoted and block text, which is never a number, a flag or null.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([YAMLMember])
    }

    var content: Content
    var place: Place
}

struct YAMLMember: Sendable {
    var key: String
    var keyPlace: Place
    var value: YAMLNode
}

extension YAMLNode {
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// What the value is, for "expected … but found …".
    var sort: String {
        switch content {
        case .scalar where isNull: "nothing"
        case .scalar(let text, isPlain: true): quoted(text)
        case .scalar(let text, isPlain: false): "the text " + quoted(text)
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
