import MusterModel

extension Setting {
    /// A what-if of the command line: `cpu_remove=60` for the hosts, `antnode.node_cap=30` for one kind on them.
    ///
    /// `number` tells several of them apart.
    package static func commandLine(_ text: String, number: Int) throws(Problem) -> Setting {
        guard let sign = text.firstIndex(of: "=") else {
            throw Problem(nil, "--set \(quoted(text)) sets nothing", fix: "write it as --set cpu_remove=60")
        }
        let value = String(text[text.index(after: sign)...])
        let (kind, name) = scope(of: text[..<sign])
        guard let key = PolicyKey(rawValue: name) else {
            let known = PolicyKey.allCases.map(\.rawValue)
            let fix = Suggestion.sentence(for: name, among: known) ?? "every key is in docs/inventory.md"
            throw Problem(nil, "--set: unknown key \(quoted(name))", fix: fix)
        }
        if let kind, key.rule.scope != .kind {
            throw Problem(
                nil, "--set: `\(name)` does not belong to a service such as \(quoted(kind))",
                fix: "write --set \(name)=\(value)")
        }
        guard let scalar = key.rule.type.value(value) else {
            throw Problem(nil, "--set: `\(name)` must be \(key.rule.type.expectation), but is \(quoted(value))")
        }
        let path = kind.map { SettingPath.kindPolicy(kind: $0, key: name) } ?? .policy(name)
        return Setting(path: path, value: .scalar(scalar), place: Place(file: "--set", line: number, column: 1))
    }

    private static func scope(of path: Substring) -> (kind: String?, name: String) {
        let parts = path.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return (nil, String(path)) }
        return (String(parts[0]), String(parts[1]))
    }
}
