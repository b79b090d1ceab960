/// A place in a short text that a parser goes through character by character; blanks mean nothing to it.
package struct TextCursor: Sendable {
    private let characters: [Character]
    /// In characters from the beginning of the text.
    package private(set) var offset = 0

    package init(_ text: String) {
        characters = Array(text)
        skipBlanks()
    }

    package var isAtEnd: Bool { offset == characters.count }

    /// The character here; `nil` at the end.
    package var next: Character? { isAtEnd ? nil : characters[offset] }

    /// Goes past the character and the blanks behind it; `false` where another one stands here.
    package mutating func take(_ character: Character) -> Bool {
        guard next == character else { return false }
        advance()
        skipBlanks()
        return true
    }

    /// Goes past a word in either case and the blanks behind it, where it ends there: `order>3` is not `or` and a rest.
    package mutating func take(word: String) -> Bool {
        let end = offset + word.count
        guard end <= characters.count, String(characters[offset..<end]).lowercased() == word else { return false }
        guard end == characters.count || characters[end].isWhitespace || characters[end] == "(" else { return false }
        offset = end
        skipBlanks()
        return true
    }

    /// Goes past what is accepted, and returns it.
    package mutating func run(while accepts: (Character) -> Bool) -> String {
        let run = characters[offset...].prefix(while: accepts)
        offset += run.count
        return String(run)
    }

    /// Goes past one character, whatever it is.
    package mutating func advance() {
        if !isAtEnd { offset += 1 }
    }

    package mutating func skipBlanks() {
        while let next, next.isWhitespace { advance() }
    }
}
