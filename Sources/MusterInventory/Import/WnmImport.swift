package import MusterModel

/// Reads the settings of wnm on one host, from whichever form is at hand.
///
/// Keys and units are Muster's own: wnm's database row, its configuration file (`key=value`, `key: value` or
/// `key value`) and what `wnm --report machine-config` prints (JSON, `env` or `config`) say the same.
package enum WnmImport {
    package static func settings(_ file: SourceFile) throws(InventoryError) -> ImportedSettings {
        let text = String(decoding: file.bytes, as: UTF8.self)
        let start = Place(file: file.path, line: 1, column: 1)
        let pairs: [Pair]
        if text.first(where: { !$0.isWhitespace }) == "{" {
            guard case .object(let members)? = try? JSON.parse(file.bytes) else {
                throw InventoryError([Problem(start, "this is no JSON object")])
            }
            pairs = members.compactMap { member in member.value.plainText.map { Pair(member.name, $0, start) } }
        } else {
            pairs = lines(of: text, in: file.path)
        }
        let settings = settings(pairs)
        guard !settings.policy.isEmpty else {
            let fix = "name wnm's colony.db, its config, or what `wnm --report machine-config` prints"
            throw InventoryError([Problem(start, "there is no setting of wnm", fix: fix)])
        }
        return settings
    }

    /// The row of wnm's `machine` table: columns that are NULL are left out.
    package static func settings(row: [String: Scalar], of path: String) -> ImportedSettings {
        let start = Place(file: path, line: 1, column: 1)
        return settings(row.sorted { $0.key < $1.key }.map { Pair($0.key, $0.value.text, start) })
    }

    private struct Pair {
        let key: String
        let value: String
        let place: Place

        init(_ key: String, _ value: String, _ place: Place) {
            self.key = key
            self.value = value
            self.place = place
        }
    }

    private static func lines(of text: String, in path: String) -> [Pair] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
            index, line in
            let line = line.drop(while: \.isWhitespace)
            guard let first = line.first, first != "#", first != ";", first != "[" else { return nil }
            guard let end = line.firstIndex(where: { "=: \t".contains($0) }) else { return nil }
            let value = line[end...].drop { "=: \t".contains($0) }
            let trimmed = String(value.reversed().drop(while: \.isWhitespace).reversed())
            let place = Place(file: path, line: index + 1, column: 1)
            return Pair(String(line[..<end]), ShellWords.unquoted(trimmed), place)
        }
    }

    private static func settings(_ pairs: [Pair]) -> ImportedSettings {
        var settings = ImportedSettings()
        for pair in pairs where !pair.value.isEmpty && pair.value != "None" {
            let name = String(pair.key.lowercased().map { $0 == "-" ? "_" : $0 })
            if idle.contains(name) { continue }
            guard let key = PolicyKey(rawValue: name) else {
                settings.warn(pair.place, "the setting \(quoted(pair.key)) is not carried over")
                continue
            }
            settings.set(key, value(pair.value, of: key), at: pair.place)
            if key == .startArgs {
                settings.warn(
                    pair.place, "wnm keeps `start_args` and passes them to no node",
                    fix: "with Muster new nodes get them: remove the key if you do not want that")
            }
        }
        return settings
    }

    /// wnm writes flags as numbers and as Python's words, and loads as decimals.
    private static func value(_ text: String, of key: PolicyKey) -> String {
        switch key.rule.type {
        case .flag: ["1", "true", "yes"].contains(text.lowercased()) ? "true" : "false"
        case .whole: text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        default: text
        }
    }

    /// wnm's own bookkeeping, and what it stores and never reads.
    private static let idle: Set<String> = [
        "id", "cpu_count", "last_stopped_at", "node_removal_strategy", "max_node_per_container",
        "min_container_count", "docker_image", "highest_node_id_used", "host", "dbpath",
    ]
}

extension JSON {
    /// A number, flag or text as it would be written in a file of settings.
    fileprivate var plainText: String? {
        switch self {
        case .string(let text): text
        case .integer(let whole): String(whole)
        case .number(let number): Int64(exactly: number).map { String($0) } ?? String(number)
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }
}
