package import MusterModel

/// One selector as an operator writes it: `hel01`, `web & !db`, `ant[01:20]`, `gpu-*,attic`.
///
/// `,` joins, `&` intersects and binds closer, `!` excludes; an item `!x` of a list takes `x` out of the list.
package indirect enum Selector: Hashable, Sendable {
    /// A name of a host or group, a pattern with `*` or `?`, `all`; ranges have been written out.
    case name(String)
    case not(Selector)
    case both([Selector])
    case list([Selector])

    /// The hosts that it selects; a name or pattern that fits nothing is an error, not an empty set.
    package func select(from space: HostSpace) throws(SelectorError) -> Set<HostName> {
        switch self {
        case .name(let name): try Self.named(name, in: space)
        case .not(let inner): space.known.subtracting(try inner.select(from: space))
        case .both(let parts): try Self.intersection(parts, in: space)
        case .list(let items): try Self.union(items, in: space)
        }
    }

    private static func intersection(_ parts: [Selector], in space: HostSpace) throws(SelectorError) -> Set<HostName> {
        var hosts = space.known
        for part in parts { hosts.formIntersection(try part.select(from: space)) }
        return hosts
    }

    private static func union(_ items: [Selector], in space: HostSpace) throws(SelectorError) -> Set<HostName> {
        var included: Set<HostName> = []
        var excluded: Set<HostName> = []
        var includesAny = false
        for item in items {
            if case .not(let inner) = item {
                excluded.formUnion(try inner.select(from: space))
            } else {
                includesAny = true
                included.formUnion(try item.select(from: space))
            }
        }
        return (includesAny ? included : space.known).subtracting(excluded)
    }

    private static func named(_ text: String, in space: HostSpace) throws(SelectorError) -> Set<HostName> {
        if text == "all" { return space.known }
        if Glob.isPattern(text) {
            let glob = Glob(text)
            let found = space.known.filter { glob.matches($0.text) }
            guard !found.isEmpty else { throw .noMatch(pattern: text) }
            return found
        }
        if let name = HostName(text), space.known.contains(name) { return [name] }
        if let group = space.groups[text] { return group }
        let known = space.hosts.map(\.text) + space.groups.keys.sorted()
        throw .unknownName(text, suggestion: Suggestion.nearest(to: text, among: known))
    }
}
