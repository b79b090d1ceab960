/// The lines of one ssh_config file, as far as one must know whether they matter.
struct SSHConfigLines {
    /// Patterns of files to read as well.
    private(set) var includes: [String] = []
    /// Anything that could change how Muster reaches a host.
    private(set) var isSignificant = false
    /// The result can differ between two calls although no file has changed.
    private(set) var isVolatile = false
    /// Whether new names in known_hosts are hashed.
    private(set) var hashesKnownHosts = false

    init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = Self.words(line)
            guard let keyword = words.first else { continue }
            read(keyword.lowercased(), words.dropFirst())
            isVolatile = isVolatile || words.contains { $0.contains("${") }  // an environment variable
        }
    }

    private mutating func read(_ keyword: String, _ values: ArraySlice<String>) {
        switch keyword {
        case "include": includes += values
        case "host": break
        case "hashknownhosts": hashesKnownHosts = hashesKnownHosts || values.first == "yes"
        case "match":
            isSignificant = true
            let criteria = values.map { $0.lowercased() }
            isVolatile = isVolatile || criteria.contains { Self.volatileCriteria.contains(Self.criterion($0)) }
        case "canonicalizehostname":
            isSignificant = true
            isVolatile = isVolatile || values.first?.lowercased() != "no"
        default: isSignificant = isSignificant || !Self.isIndifferent(keyword)
        }
    }

    /// The criterion's name: it may be negated, and may have its argument behind a `=`.
    private static func criterion(_ word: String) -> String {
        String(word.drop { $0 == "!" }.prefix { $0 != "=" })
    }

    private static let volatileCriteria: Set = ["exec", "localnetwork"]

    /// Settings that have no meaning for what Muster does on a connection; the distributions' files hold no others.
    private static func isIndifferent(_ keyword: String) -> Bool {
        indifferent.contains(keyword) || keyword.hasPrefix("gssapi") || keyword.hasPrefix("forwardx11")
    }

    private static let indifferent: Set = [
        "addkeystoagent", "compression", "controlmaster", "controlpath", "controlpersist", "escapechar",
        "exitonforwardfailure", "forwardagent", "ipqos", "loglevel", "permitlocalcommand", "requesttty", "sendenv",
        "serveralivecountmax", "serveraliveinterval", "setenv", "tcpkeepalive", "updatehostkeys", "visualhostkey",
        "xauthlocation",
    ]

    /// Words are parted by blanks or one `=`; quotes hold one together; `#` begins a comment.
    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "#" where !isQuoted && word.isEmpty: return words
            case " " where !isQuoted, "\t" where !isQuoted, "=" where !isQuoted && words.isEmpty:
                if !word.isEmpty { words.append(word) }
                word = ""
            default: word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
