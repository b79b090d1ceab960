extension Selector {
    package static func parse(_ text: String) throws(SelectorError) -> Selector {
        guard text.utf8.count <= 65_536 else {
            throw .syntax(selector: text, offset: 65_536, expected: "at most 65,536 bytes")
        }
        var parser = SelectorParser(text)
        let selector = try parser.list(depth: 0)
        guard parser.isAtEnd else { throw parser.error("`,`, `&` or the end") }
        return selector
    }
}

/// Recursive descent over characters, with a bound on nesting.
private struct SelectorParser {
    private let text: String
    private let characters: [Character]
    private var position = 0

    init(_ text: String) {
        self.text = text
        characters = Array(text)
        skipBlanks()
    }

    var isAtEnd: Bool { position == characters.count }

    func error(_ expected: String) -> SelectorError {
        .syntax(selector: text, offset: position, expected: expected)
    }

    mutating func list(depth: Int) throws(SelectorError) -> Selector {
        var items = [try conjunction(depth: depth)]
        while take(",") { items.append(try conjunction(depth: depth)) }
        return items.count == 1 ? items[0] : .list(items)
    }

    private mutating func conjunction(depth: Int) throws(SelectorError) -> Selector {
        var parts = [try term(depth: depth)]
        while take("&") { parts.append(try term(depth: depth)) }
        return parts.count == 1 ? parts[0] : .both(parts)
    }

    private mutating func term(depth: Int) throws(SelectorError) -> Selector {
        guard depth < 32 else { throw error("less nesting") }
        if take("!") { return .not(try term(depth: depth + 1)) }
        guard take("(") else { return try name() }
        let inner = try list(depth: depth + 1)
        guard take(")") else { throw error("`)`") }
        return inner
    }

    /// A range is a list of its names; one name stands for itself.
    private mutating func name() throws(SelectorError) -> Selector {
        let start = position
        let word = String(characters[position...].prefix { Self.isNameCharacter($0) })
        position += word.count
        guard !word.isEmpty else { throw error("a host, a group or a pattern") }
        if position < characters.count, characters[position] == "/" { throw .node(text) }
        skipBlanks()
        do {
            let names = try NameRange(word).names
            return names.count == 1 ? .name(names[0]) : .list(names.map { .name($0) })
        } catch {
            throw .range(selector: text, offset: start + error.offset, error)
        }
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._-*?[]:".contains(character))
    }

    private mutating func take(_ character: Character) -> Bool {
        guard position < characters.count, characters[position] == character else { return false }
        position += 1
        skipBlanks()
        return true
    }

    private mutating func skipBlanks() {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
    }
}
