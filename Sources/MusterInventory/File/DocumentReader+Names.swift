import MusterModel

extension DocumentReader {
    /// The hosts that a group lists.
    mutating func names(_ node: YAMLNode) -> [Placed<HostName>] {
        var placed: [Placed<HostName>] = []
        for item in scalars(node, "`hosts`") {
            placed += expanded(item.value, item.place).map { Placed($0, item.place) }
        }
        return placed
    }

    /// The names that a text with ranges stands for.
    mutating func expanded(_ text: String, _ place: Place) -> [HostName] {
        do {
            let range = try NameRange(text)
            guard !text.hasPrefix("-") else {
                problems.add(place, "the host name \(quoted(text)) begins with `-`", fix: Self.nameFix)
                return []
            }
            return range.names.compactMap { entryName($0, place, "host") }
        } catch {
            let column = place.column + error.offset
            problems.add(Place(file: place.file, line: place.line, column: column), error.message, fix: error.fix)
            return []
        }
    }

    /// A name that can stand in a selector: for a host, and by the same rules for a group.
    mutating func entryName(_ text: String, _ place: Place, _ what: String) -> HostName? {
        guard text != "all" else {
            problems.add(place, "`all` cannot name a \(what)", fix: "`all` already selects every host")
            return nil
        }
        guard let name = HostName(text) else {
            let cause = text.hasPrefix("-") ? "begins with `-`" : "is not allowed"
            problems.add(place, "the \(what) name \(quoted(text)) \(cause)", fix: Self.nameFix)
            return nil
        }
        return name
    }

    private static let nameFix = "use letters, digits, `.`, `_` and `-`, beginning with a letter or digit"
}
