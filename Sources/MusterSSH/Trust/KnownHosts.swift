/// What the known_hosts files say, in one table.
///
/// Plain names are found in a table, patterns and hashed names by trying each. A value: read once, then shared.
package struct KnownHosts: Sendable {
    private var lines: [Line] = []
    private var named: [[UInt8]: [Int]] = [:]
    /// Lines with patterns; each has to be tried.
    private var patterned: [Int] = []
    /// Lines with hashed names; each has to be tried until it is somebody's.
    private var hashed: [Int] = []
    /// Whose lines those are, as far as it is known; shared by copies, replaced when lines are added.
    private var owners = HashedLineOwners()

    package init() {}

    /// Adds a file's content behind what is there; a line that cannot be read trusts nobody.
    package mutating func add(_ content: [UInt8], from path: String) {
        defer { owners = HashedLineOwners(of: hashed) }
        var number = 0
        for text in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard text.count <= Self.lineLimit, let line = KnownHostsLine(text) else { continue }
            add(Line(content: line, place: FilePlace(path: path, line: number)))
        }
    }

    /// All that the files hold for `host`, in the order of the files.
    func entries(for host: String) -> Entries {
        let name = Array(host.utf8)
        var candidates = named[name] ?? []
        candidates += patterned.filter { lines[$0].matches(name) }
        candidates += owners.lines(of: name) { lines[$0].matches(name) }
        var entries = Entries()
        for index in candidates.sorted() { entries.add(lines[index]) }
        return entries
    }

    private mutating func add(_ line: Line) {
        let index = lines.count
        lines.append(line)
        switch line.content.names {
        case .hashed: hashed.append(index)
        case .patterns(let patterns) where patterns.allSatisfy(\.isLiteral):
            for name in Set(patterns.map(\.text)) { named[name, default: []].append(index) }
        case .patterns: patterned.append(index)
        }
    }

    /// A host's own line is a few hundred bytes; one with a thousand aliases still fits.
    private static let lineLimit = 64 << 10

    struct Line: Sendable {
        let content: KnownHostsLine
        let place: FilePlace

        func matches(_ name: [UInt8]) -> Bool {
            switch content.names {
            case .patterns(let patterns): patterns.match(name)
            case .hashed(let hashed): hashed.matches(name)
            }
        }
    }

    /// The lines for one name, sorted by what they say.
    struct Entries {
        private(set) var keys: [KnownKey] = []
        private(set) var revoked: [KnownKey] = []
        /// Lines that revoke something unreadable, which might be any key.
        private(set) var unreadableRevocations: [FilePlace] = []
        private(set) var authorities: [FilePlace] = []

        fileprivate mutating func add(_ line: Line) {
            let key = line.content.key.map { KnownKey(key: $0, place: line.place) }
            switch (line.content.marker, key) {
            case (.plain, let key?): keys.append(key)
            case (.plain, nil): break
            case (.revoked, let key?): revoked.append(key)
            case (.revoked, nil): unreadableRevocations.append(line.place)
            case (.certificateAuthority, _): authorities.append(line.place)
            }
        }
    }
}
