import MusterModel

/// Lays the levels over each other for one host after the other.
struct HostResolver {
    let entries: FleetEntries
    let kinds: [String: ServiceKind]
    let commandLine: [Setting]
    var problems: Problems

    private let groupsOf: [HostName: [FleetEntries.MergedGroup]]

    init(_ entries: FleetEntries, kinds: [ServiceKind], commandLine: [Setting], problems: Problems) {
        self.entries = entries
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        self.commandLine = commandLine
        self.problems = problems
        var groupsOf: [HostName: [FleetEntries.MergedGroup]] = [:]
        for name in entries.groupOrder {
            guard let group = entries.groups[name] else { continue }
            for host in group.members { groupsOf[host, default: []].append(group) }
        }
        self.groupsOf = groupsOf
    }

    mutating func hosts() -> [ResolvedHost] {
        var resolved: [ResolvedHost] = []
        for host in entries.order.prefix(NameRange.limit) { resolved.append(resolve(host)) }
        return resolved
    }

    private mutating func resolve(_ host: Placed<HostName>) -> ResolvedHost {
        let groups = groupsOf[host.value] ?? []
        var settings = entries.defaults.mapValues { ResolvedSetting($0, .defaults) }
        settings.merge(fromGroups(groups, of: host.value)) { _, group in group }
        for setting in entries.hosts[host.value]?.settings ?? [] {
            settings[setting.path] = ResolvedSetting(setting, .host)
        }
        for setting in commandLine { settings[setting.path] = ResolvedSetting(setting, .commandLine) }
        if settings[.services] == nil, kinds["antnode"] != nil {
            settings[.services] = ResolvedSetting(path: .services, value: .list(["antnode"]), level: .builtIn)
        }
        return finished(host, settings, groups.map(\.name))
    }

    /// Two groups may set one path only with different priorities, both written; the higher one wins.
    private mutating func fromGroups(
        _ groups: [FleetEntries.MergedGroup], of host: HostName
    ) -> [SettingPath: ResolvedSetting] {
        var winners: [SettingPath: (setting: Setting, group: FleetEntries.MergedGroup)] = [:]
        for group in groups {
            for (path, setting) in group.settings {
                guard let other = winners[path] else {
                    winners[path] = (setting, group)
                    continue
                }
                guard let mine = group.priority?.value, let theirs = other.group.priority?.value, mine != theirs else {
                    clash(path, (setting, group), other, host)
                    continue
                }
                if mine > theirs { winners[path] = (setting, group) }
            }
        }
        return winners.mapValues { ResolvedSetting($0.setting, .group($0.group.name)) }
    }

    private mutating func clash(
        _ path: SettingPath, _ one: (setting: Setting, group: FleetEntries.MergedGroup),
        _ other: (setting: Setting, group: FleetEntries.MergedGroup), _ host: HostName
    ) {
        let message =
            "groups \(quoted(other.group.name)) and \(quoted(one.group.name)) both set `\(path)`, "
            + "first at \(other.setting.place)"
        guard reported.insert("\(path) \(one.group.name) \(other.group.name)").inserted else { return }
        let fix = "give both groups a `priority`; the higher one wins (host \(quoted(host.text)) is in both)"
        problems.add(one.setting.place, message, fix: fix)
    }

    /// Adds a problem once, however many hosts share the setting that it is about.
    mutating func report(_ place: Place?, _ message: String, fix: String?) {
        guard reported.insert("\(place.map { "\($0)" } ?? "") \(message)").inserted else { return }
        problems.add(place, message, fix: fix)
    }

    /// What was told, so that a thousand hosts of two groups make one problem.
    private var reported: Set<String> = []
}

extension ResolvedSetting {
    init(_ setting: Setting, _ level: SettingLevel) {
        self.init(
            path: setting.path, value: setting.value, level: level,
            place: level == .commandLine ? nil : setting.place)
    }

    init(path: SettingPath, value: SettingValue, level: SettingLevel) {
        self.init(path: path, value: value, level: level, place: nil)
    }
}
