/// What a unit's file and its drop-ins say, later files overriding earlier ones.
struct UnitSettings: Hashable, Sendable {
    /// `Section.Key` → its values in order; an empty assignment has emptied the list before it.
    private var values: [String: [String]] = [:]

    init(_ files: [String]) {
        for file in files { apply(file) }
    }

    /// The assignment that counts for a setting with one value.
    func value(_ key: String) -> String? { values[key]?.last }

    func list(_ key: String) -> [String] { values[key] ?? [] }

    /// The command line of the first `ExecStart=`, without systemd's marks before the program.
    var command: ArgumentVector? {
        list("Service.ExecStart").first.flatMap { Self.command(in: $0) }
    }

    /// Variables of all `Environment=` lines; a later one wins.
    var environment: [String: String] {
        let words = list("Service.Environment").flatMap { UnitWords.split($0) }
        return Dictionary(words.compactMap { Self.assignment($0) }) { $1 }
    }

    static func assignment(_ word: String) -> (String, String)? {
        guard let sign = word.utf8.firstIndex(of: UInt8(ascii: "=")), sign != word.startIndex else { return nil }
        return (String(word[..<sign]), String(word[word.index(after: sign)...]))
    }

    static func command(in value: String) -> ArgumentVector? {
        var words = UnitWords.split(value)
        if let end = words.firstIndex(of: ";") { words.removeSubrange(end...) }
        guard let first = words.first else { return nil }
        let marks = first.prefix { "@-:+!|".contains($0) }
        words[0] = String(first.dropFirst(marks.count))
        // With `@` the second word is the name that the program sees as its own.
        if marks.contains("@"), words.count > 1 { words.remove(at: 1) }
        return ArgumentVector(words)
    }

    private mutating func apply(_ file: String) {
        var section = ""
        for line in Self.logicalLines(file) {
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = String(line.dropFirst().dropLast())
            } else if let (key, value) = Self.assignment(line) {
                assign(section + "." + Self.trimmed(key[...]), Self.trimmed(value[...]))
            }
        }
    }

    private mutating func assign(_ key: String, _ value: String) {
        if value.isEmpty { values[key] = nil } else { values[key, default: []].append(value) }
    }

    /// Lines with their continuations joined by a blank; comments are left out, inside of a continuation too.
    private static func logicalLines(_ text: String) -> [String] {
        var lines: [String] = []
        var pending = ""
        for raw in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = trimmed(Substring(raw))
            if line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasSuffix("\\") {
                pending += line.dropLast() + " "
            } else {
                lines.append(pending + line)
                pending = ""
            }
        }
        if !pending.isEmpty { lines.append(pending) }
        return lines.filter { !$0.isEmpty }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text.utf8
        while let first = rest.first, isBlank(first) { rest.removeFirst() }
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(Substring(rest))
    }
}
