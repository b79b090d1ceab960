import Yams

/// Turns the parser's errors into problems that a person can act on.
enum YAMLMistake {
    static func problem(_ error: YamlError, in file: String, text: String) -> Problem {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return problemAt(mark, (context.map { $0.text + ", " } ?? "") + problem, in: file, text: text)
        case .duplicatedKeysInMapping(let keys, let context):
            return duplicate(keys, context.mark, in: file, text: text)
        case .reader(let problem, _, _, _):
            let place = Place(file: file, line: 1, column: 1)
            return Problem(place, "not readable as YAML: \(problem)", fix: "remove control characters")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return Problem(Place(file: file, line: 1, column: 1), "not readable as YAML")
        }
    }

    private static func problemAt(_ mark: Mark, _ problem: String, in file: String, text: String) -> Problem {
        let place = Place(file: file, line: mark.line, column: mark.column)
        let line = Self.line(mark.line, of: text)
        let indentation = line.prefix { $0 == " " || $0 == "\t" }
        if indentation.contains("\t") {
            return Problem(place, "a tab indents this line", fix: "indent YAML with spaces")
        }
        return Problem(place, "not YAML: \(problem)")
    }

    private static func duplicate(_ keys: [String], _ mark: Mark, in file: String, text: String) -> Problem {
        let first = Place(file: file, line: mark.line, column: mark.column)
        guard let key = keys.first else { return Problem(first, "a key is set twice") }
        guard let second = second(key, after: mark, in: text) else {
            return Problem(first, "the key \(quoted(key)) is set twice", fix: "keep one of them")
        }
        let place = Place(file: file, line: second.line, column: second.column)
        return Problem(place, "the key \(quoted(key)) is set twice, first at \(first)", fix: "keep one of them")
    }

    /// Where a block mapping has the key again: the next line with it in the same column.
    private static func second(_ key: String, after mark: Mark, in text: String) -> (line: Int, column: Int)? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let prefix = String(repeating: " ", count: mark.column - 1)
        for (index, line) in lines.enumerated().dropFirst(mark.line) where line.hasPrefix(prefix) {
            let rest = line.dropFirst(prefix.count)
            if rest.hasPrefix(key), rest.dropFirst(key.count).first(where: { $0 != " " }) == ":" {
                return (index + 1, mark.column)
            }
        }
        return nil
    }

    private static func line(_ number: Int, of text: String) -> Substring {
        let lines = text.split(separator: "\n", maxSplits: max(0, number), omittingEmptySubsequences: false)
        return number >= 1 && number <= lines.count ? lines[number - 1] : ""
    }
}
