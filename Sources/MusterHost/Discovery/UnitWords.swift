/// Splits a value of a unit file into words as `systemd.syntax(7)` says.
///
/// Quotes group, a backslash escapes as in C; specifiers (`%h`) and variables (`$HOME`) stay as they stand, because
/// only the manager knows their values. A quote that never ends takes the rest of the line.
struct UnitWords {
    private var input: Substring.UnicodeScalarView
    private var words: [String] = []
    private var word: String.UnicodeScalarView?

    static func split(_ text: some StringProtocol) -> [String] {
        var splitter = UnitWords(input: Substring(text).unicodeScalars)
        splitter.run()
        return splitter.words
    }

    private init(input: Substring.UnicodeScalarView) { self.input = input }

    private mutating func run() {
        while let scalar = input.popFirst() {
            switch scalar {
            case " ", "\t", "\n", "\r": endWord()
            case "\"", "'": quoted(until: scalar)
            case "\\": escaped()
            default: append(scalar)
            }
        }
        endWord()
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        word = word ?? String.UnicodeScalarView()
        word?.append(scalar)
    }

    private mutating func endWord() {
        if let word { words.append(String(word)) }
        word = nil
    }

    private mutating func quoted(until quote: Unicode.Scalar) {
        word = word ?? String.UnicodeScalarView()
        while let scalar = input.popFirst(), scalar != quote {
            if scalar == "\\" { escaped() } else { append(scalar) }
        }
    }

    private mutating func escaped() {
        guard let scalar = input.popFirst() else { return append("\\") }
        switch scalar {
        case "n": append("\n")
        case "t": append("\t")
        case "r": append("\r")
        case "s": append(" ")
        case "\\", "\"", "'", " ": append(scalar)
        case "x", "u": numbered(scalar, digits: scalar == "x" ? 2 : 4, radix: 16)
        case "0"..."7":
            input = Substring(String(scalar) + String(input)).unicodeScalars
            numbered(nil, digits: 3, radix: 8)
        default:
            append("\\")
            append(scalar)
        }
    }

    private mutating func numbered(_ mark: Unicode.Scalar?, digits: Int, radix: Int) {
        let text = String(String.UnicodeScalarView(input.prefix(digits)))
        guard text.unicodeScalars.count == digits, let value = UInt32(text, radix: radix), value != 0,
            let scalar = Unicode.Scalar(value)
        else {
            append("\\")
            if let mark { append(mark) }
            return
        }
        input = input.dropFirst(digits)
        append(scalar)
    }
}
