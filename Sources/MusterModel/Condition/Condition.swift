/// A question about named values that may be true, false or not answerable.
package indirect enum Condition: Hashable, Sendable {
    case compare(field: String, Comparison, value: Scalar)
    /// True if every one is; false as soon as one is.
    case all([Condition])
    /// True as soon as one is; false if every one is.
    case any([Condition])
    /// True if every one is false.
    case none([Condition])

    package enum Comparison: String, Hashable, Sendable, CaseIterable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        /// The whole text against a pattern with `*` and `?`.
        case like = "~"
    }
}

/// The answer to a ``Condition``; unknown where a value is missing or cannot be compared, and never a match.
package enum Truth: Hashable, Sendable {
    case yes, no, unknown

    init(_ value: Bool) { self = value ? .yes : .no }
}

extension Condition {
    package func evaluate(_ facts: [String: Scalar]) -> Truth {
        switch self {
        case .compare(let field, let comparison, let value):
            facts[field].map { comparison.holds($0, value) } ?? .unknown
        case .all(let parts): Self.first(of: .no, else: .yes, among: parts, facts)
        case .any(let parts): Self.first(of: .yes, else: .no, among: parts, facts)
        case .none(let parts): Self.first(of: .yes, else: .no, among: parts, facts).opposite
        }
    }

    /// The names of all values that it asks for.
    package var fields: Set<String> {
        switch self {
        case .compare(let field, _, _): [field]
        case .all(let parts), .any(let parts), .none(let parts): Set(parts.flatMap(\.fields))
        }
    }

    private static func first(
        of decisive: Truth, else otherwise: Truth, among parts: [Condition], _ facts: [String: Scalar]
    ) -> Truth {
        var result = otherwise
        for part in parts {
            let truth = part.evaluate(facts)
            if truth == decisive { return decisive }
            if truth == .unknown { result = .unknown }
        }
        return result
    }
}

extension Truth {
    var opposite: Truth {
        switch self {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }
}
