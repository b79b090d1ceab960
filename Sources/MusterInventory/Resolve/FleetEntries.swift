import MusterModel

/// All files together: what each level says, once, with clashes between files reported.
struct FleetEntries {
    var defaults: [SettingPath: Setting] = [:]
    /// By name; `order` keeps the order of the files.
    var groups: [String: MergedGroup] = [:]
    var groupOrder: [String] = []
    var hosts: [HostName: HostEntry] = [:]
    /// Every host that is named anywhere, in the order of the files, with the first place that names it.
    var order: [Placed<HostName>] = []

    struct MergedGroup {
        var name: String
        var place: Place
        var priority: Placed<Int64>?
        var members: Set<HostName> = []
        var settings: [SettingPath: Setting] = [:]
    }

    private var known: Set<HostName> = []

    /// Documents in byte order of their files' names.
    init(_ documents: [InventoryDocument], _ problems: inout Problems) {
        for document in documents {
            merge(document.defaults, into: &defaults, "`defaults`", &problems)
            for group in document.groups { add(group, &problems) }
            for host in document.hosts { add(host, &problems) }
        }
        for name in groupOrder where HostName(name).map({ known.contains($0) }) ?? false {
            let place = groups[name]?.place
            problems.add(place, "\(quoted(name)) names a host and a group", fix: "rename one of them")
        }
    }

    private mutating func add(_ group: GroupEntry, _ problems: inout Problems) {
        var merged = groups[group.name] ?? MergedGroup(name: group.name, place: group.place)
        if groups[group.name] == nil { groupOrder.append(group.name) }
        if let priority = group.priority {
            if let other = merged.priority {
                let message = "the priority of group \(quoted(group.name)) is set twice, first at \(other.place)"
                problems.add(priority.place, message, fix: "keep one of them")
            }
            merged.priority = priority
        }
        for member in group.members {
            if !merged.members.insert(member.value).inserted {
                let message = "group \(quoted(group.name)) lists \(quoted(member.value.text)) twice"
                problems.add(member.place, message, fix: "keep one of them")
            }
            note(member.value, member.place, &problems)
        }
        merge(group.settings, into: &merged.settings, "group \(quoted(group.name))", &problems)
        groups[group.name] = merged
    }

    private mutating func add(_ host: HostEntry, _ problems: inout Problems) {
        if let first = hosts[host.name] {
            let message = "host \(quoted(host.name.text)) is defined twice, first at \(first.place)"
            problems.add(host.place, message, fix: "keep one of them")
            return
        }
        hosts[host.name] = host
        note(host.name, host.place, &problems)
    }

    private mutating func note(_ name: HostName, _ place: Place, _ problems: inout Problems) {
        guard known.insert(name).inserted else { return }
        order.append(Placed(name, place))
        if order.count == NameRange.limit + 1 {
            problems.add(place, "the inventory names more than 10,000 hosts")
        }
    }

    private func merge(
        _ settings: [Setting], into merged: inout [SettingPath: Setting], _ owner: String,
        _ problems: inout Problems
    ) {
        for setting in settings {
            if let first = merged[setting.path], first.place != setting.place {
                let message = "`\(setting.path)` of \(owner) is set twice, first at \(first.place)"
                problems.add(setting.place, message, fix: "keep one of them")
            }
            merged[setting.path] = setting
        }
    }
}
