import MusterModel

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
    private var cursor: TextCursor

    init(_ text: String) {
        self.text = text
        cursor = TextCursor(text)
    }

    var isAtEnd: Bool { cursor.isAtEnd }

    func error(_ expected: String) -> SelectorError {
        .syntax(selector: text, offset: cursor.offset, expected: expected)
    }

    mutating func list(depth: Int) throws(SelectorError) -> Selector {
        var items = [try conjunction(depth: depth)]
        while cursor.take(",") { items.append(try conjunction(depth: depth)) }
        return items.count == 1 ? items[0] : .list(items)
    }

    private mutating func conjunction(depth: Int) throws(SelectorError) -> Selector {
        var parts = [try term(depth: depth)]
        while cursor.take("&") { parts.append(try term(depth: depth)) }
        return parts.count == 1 ? parts[0] : .both(parts)
    }

    private mutating func term(depth: Int) throws(SelectorError) -> Selector {
        guard depth < 32 else { throw error("less nesting") }
        if cursor.take("!") { return .not(try term(depth: depth + 1)) }
        guard cursor.take("(") else { return try name() }
        let inner = try list(depth: depth + 1)
        guard cursor.take(")") else { throw error("`)`") }
        return inner
    }

    /// A range is a list of its names; one name stands for itself.
    private mutating func name() throws(SelectorError) -> Selector {
        let start = cursor.offset
        let word = cursor.run { Self.isNameCharacter($0) }
        guard !word.isEmpty else { throw error("a host, a group or a pattern") }
        if cursor.next == "/" { throw .node(text) }
        cursor.skipBlanks()
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
}
