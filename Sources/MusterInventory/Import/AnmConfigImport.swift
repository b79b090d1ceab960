import MusterModel

/// Reads `/var/antctl/config`, the settings of anm on one host: shell assignments, a line each.
///
/// The file is never run. anm counts its delays in its own runs, one a minute; they become seconds.
package enum AnmConfigImport {
    package static func settings(_ file: SourceFile) throws(InventoryError) -> ImportedSettings {
        var settings = ImportedSettings()
        var found = 0
        let text = String(decoding: file.bytes, as: UTF8.self)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let place = Place(file: file.path, line: index + 1, column: 1)
            for word in ShellWords.split(line) {
                guard let (name, value) = assignment(word) else {
                    settings.warn(place, "\(quoted(word)) is not an assignment; left out")
                    break
                }
                found += 1
                take(name, value, place, &settings)
            }
        }
        guard found > 0 else {
            let place = Place(file: file.path, line: 1, column: 1)
            let fix = "name anm's settings, /var/antctl/config"
            throw InventoryError([Problem(place, "no line assigns anything", fix: fix)])
        }
        addMakeup(&settings)
        return settings
    }

    private static func assignment(_ word: String) -> (name: String, value: String)? {
        guard let sign = word.firstIndex(of: "=") else { return nil }
        let name = word[..<sign]
        guard !name.isEmpty, name.utf8.allSatisfy(isNameByte) else { return nil }
        return (String(name), String(word[word.index(after: sign)...]))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
    }

    private static func take(_ name: String, _ value: String, _ place: Place, _ settings: inout ImportedSettings) {
        if idle.contains(name) || value.isEmpty { return }
        guard let key = AnmSetting.keys[name] else {
            return settings.warn(place, "the setting \(quoted(name)) is not carried over", fix: remarks[name])
        }
        // `--rewards-address 0x…` and `--version 0.4.17` stand there as antnode's arguments.
        let last = value.split(separator: " ").last.map(String.init) ?? value
        guard key.rule.unit == "s" else { return settings.set(key, last, at: place) }
        guard let minutes = Int64(last), (0...10_000).contains(minutes) else {
            return settings.warn(place, "\(quoted(name)) must be minutes, but is \(quoted(last)); left out")
        }
        settings.set(key, String(minutes * 60), at: place)
    }

    /// How anm makes nodes, which its settings do not say: new ones shall be like those that are there.
    private static func addMakeup(_ settings: inout ImportedSettings) {
        let makeup: [(PolicyKey, String)] = [
            (.processManager, "systemd+sudo"), (.nodeUser, "ant"), (.firewall, "ufw"), (.noUPnP, "true"),
        ]
        for (key, value) in makeup { settings.policy[key.rawValue] = .text(value) }
    }

    /// What anm itself does not use.
    private static let idle: Set<String> = ["DiscordUsername", "CpuCount"]

    private static let remarks = [
        "Action": "anm was told to start, stop or tear down at every run", "UpgradeHour": noTimeOfDay,
        "UpgradeMin": noTimeOfDay,
    ]

    private static let noTimeOfDay = "upgrades keep to no time of day: `enable_upgrade` and `delay_upgrade` steer them"
}
