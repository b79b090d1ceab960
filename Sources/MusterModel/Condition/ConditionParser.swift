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
    private let characters: [Character]
    private var position = 0

    init(_ text: String) {
        self.text = text
        characters = Array(text)
        skipBlanks()
    }

    var isAtEnd: Bool { position == characters.count }

    func error(_ expected: String) -> ConditionError {
        ConditionError(text: text, offset: position, expected: expected)
    }

    mutating func alternatives(depth: Int) throws(ConditionError) -> Condition {
        var parts = [try conjunction(depth: depth)]
        while take(word: "or") { parts.append(try conjunction(depth: depth)) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction(depth: Int) throws(ConditionError) -> Condition {
        var parts = [try term(depth: depth)]
        while take(word: "and") { parts.append(try term(depth: depth)) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func term(depth: Int) throws(ConditionError) -> Condition {
        guard depth < 32 else { throw error("less nesting") }
        if take(word: "not") { return .none([try term(depth: depth + 1)]) }
        guard take("(") else { return try comparison() }
        let inner = try alternatives(depth: depth + 1)
        guard take(")") else { throw error("`)`") }
        return inner
    }

    private mutating func comparison() throws(ConditionError) -> Condition {
        let field = run { $0.isLetter || $0.isNumber || "_.-/:".contains($0) }
        guard !field.isEmpty else { throw error("the name of a fact") }
        skipBlanks()
        guard let comparison = comparisonSign() else { throw error("one of = != < <= > >= ~") }
        skipBlanks()
        return .compare(field: field, comparison, value: .text(try value()))
    }

    private mutating func comparisonSign() -> Condition.Comparison? {
        let signs = run { "=!<>~".contains($0) }
        return Condition.Comparison(rawValue: signs == "==" ? "=" : signs)
    }

    private mutating func value() throws(ConditionError) -> String {
        guard position < characters.count else { throw error("a value") }
        let quote = characters[position]
        guard quote == "'" || quote == "\"" else {
            let word = run { !$0.isWhitespace && !"()=<>!~\"'".contains($0) }
            guard !word.isEmpty else { throw error("a value") }
            skipBlanks()
            return word
        }
        position += 1
        let word = run { $0 != quote }
        guard position < characters.count else { throw error("a closing \(quote)") }
        position += 1
        skipBlanks()
        return word
    }

    private mutating func take(_ character: Character) -> Bool {
        guard position < characters.count, characters[position] == character else { return false }
        position += 1
        skipBlanks()
        return true
    }

    /// Takes a word that ends here, so that `order>3` is not `or` and a rest.
    private mutating func take(word: String) -> Bool {
        let end = position + word.count
        guard end <= characters.count, String(characters[position..<end]).lowercased() == word else { return false }
        guard end == characters.count || characters[end].isWhitespace || characters[end] == "(" else { return false }
        position = end
        skipBlanks()
        return true
    }

    private mutating func run(while accepts: (Character) -> Bool) -> String {
        let rest = characters[position...].prefix(while: accepts)
        position += rest.count
        return String(rest)
    }

    private mutating func skipBlanks() {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
    }
}
