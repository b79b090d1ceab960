extension Condition {
    /// Reads `cpu>80 and (version<0.4.17 or not country=fi)`; `and` binds closer than `or`.
    package static func parse(_ text: String) throws(ConditionError) -> Condition {
        guard text.utf8.count <= 4096 else {
            throw ConditionError(text: text, offset: 4096, expected: "at most 4096 bytes")
        }
        var parser = ConditionParser(text)
        let condition = try parser.alternatives(depth: 0)
        guard parser.isAtEnd else { throw parser.error("`and`, `or` or the end") }
        return condition
    }
}

/// Recursive descent over characters, with a bound on nesting.
private struct ConditionParser {
    private let text: String
    private var cursor: TextCursor

    init(_ text: String) {
        self.text = text
        cursor = TextCursor(text)
    }

    var isAtEnd: Bool { cursor.isAtEnd }

    func error(_ expected: String) -> ConditionError {
        ConditionError(text: text, offset: cursor.offset, expected: expected)
    }

    mutating func alternatives(depth: Int) throws(ConditionError) -> Condition {
        var parts = [try conjunction(depth: depth)]
        while cursor.take(word: "or") { parts.append(try conjunction(depth: depth)) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction(depth: Int) throws(ConditionError) -> Condition {
        var parts = [try term(depth: depth)]
        while cursor.take(word: "and") { parts.append(try term(depth: depth)) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func term(depth: Int) throws(ConditionError) -> Condition {
        guard depth < 32 else { throw error("less nesting") }
        if cursor.take(word: "not") { return .none([try term(depth: depth + 1)]) }
        guard cursor.take("(") else { return try comparison() }
        let inner = try alternatives(depth: depth + 1)
        guard cursor.take(")") else { throw error("`)`") }
        return inner
    }

    private mutating func comparison() throws(ConditionError) -> Condition {
        let field = cursor.run { $0.isLetter || $0.isNumber || "_.-/:".contains($0) }
        guard !field.isEmpty else { throw error("the name of a fact") }
        cursor.skipBlanks()
        guard let comparison = comparisonSign() else { throw error("one of = != < <= > >= ~") }
        cursor.skipBlanks()
        return .compare(field: field, comparison, value: .text(try value()))
    }

    private mutating func comparisonSign() -> Condition.Comparison? {
        let signs = cursor.run { "=!<>~".contains($0) }
        return Condition.Comparison(rawValue: signs == "==" ? "=" : signs)
    }

    private mutating func value() throws(ConditionError) -> String {
        guard let quote = cursor.next else { throw error("a value") }
        guard quote == "'" || quote == "\"" else {
            let word = cursor.run { !$0.isWhitespace && !"()=<>!~\"'".contains($0) }
            guard !word.isEmpty else { throw error("a value") }
            cursor.skipBlanks()
            return word
        }
        cursor.advance()
        let word = cursor.run { $0 != quote }
        guard cursor.take(quote) else { throw error("a closing \(quote)") }
        return word
    }
}
