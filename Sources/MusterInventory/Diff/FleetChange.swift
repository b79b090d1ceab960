package import MusterModel

/// What differs between two states of the fleet's settings.
package struct FleetChange: Sendable, Hashable {
    package struct Host: Sendable, Hashable {
        package var name: HostName
        package var settings: [Setting]
    }

    /// `nil` where the setting is not there.
    package struct Setting: Sendable, Hashable {
        package var path: String
        package var before: String?
        package var after: String?
    }

    /// Each in the order of names.
    package var added: [HostName] = []
    package var removed: [HostName] = []
    package var changed: [Host] = []

    package init(from old: [HostTarget], to new: [HostTarget]) {
        let before = Dictionary(old.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        added = after.keys.filter { before[$0] == nil }.sorted()
        removed = before.keys.filter { after[$0] == nil }.sorted()
        changed = before.keys.sorted().compactMap { name in
            guard let old = before[name], let new = after[name], old != new else { return nil }
            let settings = Self.settings(from: old.written, to: new.written) + Self.kinds(from: old, to: new)
            return settings.isEmpty ? nil : Host(name: name, settings: settings)
        }
    }

    /// A description is too long to show twice; that it is another one counts.
    private static func kinds(from old: HostTarget, to new: HostTarget) -> [Setting] {
        let before = Dictionary(old.kinds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return new.kinds.filter { kind in before[kind.name].map { $0 != kind } ?? false }.map {
            Setting(path: "kind \($0.name)", before: "another description", after: "as described now")
        }
    }

    package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

    private static func settings(from old: [String: String], to new: [String: String]) -> [Setting] {
        Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }.map {
            Setting(path: $0, before: old[$0], after: new[$0])
        }
    }
}

extension FleetChange {
    /// A line per host and setting: `+` comes, `-` goes, `~` changes.
    package var text: String {
        var lines = added.map { "+ \($0)" }
        lines += removed.map { "- \($0)" }
        for host in changed {
            lines.append("~ \(host.name)")
            lines += host.settings.map { "    \($0.path): \($0.before ?? "-") -> \($0.after ?? "-")" }
        }
        return lines.joined(separator: "\n")
    }

    package var json: JSON {
        let changes = changed.map { host in
            let settings = host.settings.map { setting in
                JSON.object([
                    JSON.Member("key", .string(setting.path)),
                    JSON.Member("before", setting.before.map { .string($0) } ?? .null),
                    JSON.Member("after", setting.after.map { .string($0) } ?? .null),
                ])
            }
            return JSON.object([
                JSON.Member("host", .string(host.name.text)), JSON.Member("settings", .array(settings)),
            ])
        }
        return .object([
            JSON.Member("added", .array(added.map { .string($0.text) })),
            JSON.Member("removed", .array(removed.map { .string($0.text) })),
            JSON.Member("changed", .array(changes)),
        ])
    }
}

extension HostTarget {
    /// Every setting as text, by the names that the inventory uses.
    fileprivate var written: [String: String] {
        var settings: [String: String] = [:]
        settings["addresses"] = Self.list(addresses)
        settings["port"] = port.map { String($0) }
        settings["user"] = user
        settings["identity"] = Self.list(identityFiles)
        settings["via"] = Self.list(via.map(\.text))
        settings["become"] = become == .none ? nil : become.rawValue
        settings["groups"] = Self.list(groups)
        settings["services"] = Self.list(kinds.map(\.name))
        for (name, value) in labels { settings["labels.\(name)"] = value }
        for (key, value) in policy.host { settings["policy.\(key)"] = value.text }
        for (kind, values) in policy.kinds {
            for (key, value) in values { settings["services.\(kind).policy.\(key)"] = value.text }
        }
        return settings
    }

    private static func list(_ items: [String]) -> String? { items.isEmpty ? nil : items.joined(separator: ", ") }
}
