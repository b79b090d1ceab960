extension Condition.Comparison {
    /// Numbers compare as numbers, texts that are versions as versions, other texts only for equality and likeness.
    func holds(_ fact: Scalar, _ value: Scalar) -> Truth {
        switch fact {
        case .integer, .real: numbers(fact, value)
        case .text(let text): texts(text, value.text)
        }
    }

    private func numbers(_ fact: Scalar, _ value: Scalar) -> Truth {
        if let a = fact.whole, let b = value.whole { return ordered(a, b) }
        guard let a = fact.number, let b = value.number, a.isFinite, b.isFinite else { return .unknown }
        return ordered(a, b)
    }

    private func texts(_ fact: String, _ value: String) -> Truth {
        if self == .like { return Truth(Glob(value).matches(fact)) }
        if let a = ReleaseVersion(fact), let b = ReleaseVersion(value) { return ordered(a, b) }
        switch self {
        case .equal: return Truth(fact == value)
        case .notEqual: return Truth(fact != value)
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .like: return .unknown
        }
    }

    private func ordered<Value: Comparable>(_ a: Value, _ b: Value) -> Truth {
        switch self {
        case .equal: Truth(a == b)
        case .notEqual: Truth(a != b)
        case .less: Truth(a < b)
        case .lessOrEqual: Truth(a <= b)
        case .greater: Truth(a > b)
        case .greaterOrEqual: Truth(a >= b)
        case .like: .unknown
        }
    }
}
