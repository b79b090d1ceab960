/// The words of a command line, the program first.
struct ArgumentVector: Hashable, Sendable {
    var words: [String]

    init(_ words: [String]) { self.words = words }

    /// Reads the bytes of `/proc/PID/cmdline`: words that end with a zero byte.
    init(cmdline bytes: [UInt8]) {
        var parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        words = parts.map { String(decoding: $0, as: UTF8.self) }
    }

    var program: String? { words.first }

    /// The value of a flag, given as `--flag value` or `--flag=value`; the first one counts.
    ///
    /// What follows a lone `--` is no flag. A flag that ends the line, or that another long flag follows, has no value.
    func value(of flag: String) -> String? {
        for (index, word) in words.enumerated().dropFirst() {
            if word == "--" { return nil }
            if word == flag {
                guard index + 1 < words.count, !words[index + 1].hasPrefix("--") else { return nil }
                return words[index + 1]
            }
            let rest = word.utf8.dropFirst(flag.utf8.count)
            if rest.first == UInt8(ascii: "="), word.utf8.starts(with: flag.utf8) {
                return String(Substring(rest.dropFirst()))
            }
        }
        return nil
    }

    /// The first word after the program that fits.
    func word(like pattern: String) -> String? {
        let pattern = NamePattern(pattern)
        return words.dropFirst().first { pattern.match($0) != nil }
    }
}
