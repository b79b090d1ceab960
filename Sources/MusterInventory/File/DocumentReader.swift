import MusterModel

/// Reads one file's tree into entries; what is wrong goes to `problems` and the rest is read on.
struct DocumentReader {
    var problems = Problems()

    mutating func read(_ file: SourceFile) -> InventoryDocument {
        var document = InventoryDocument()
        let before = problems.list.count
        guard let root = YAMLReader.read(file, &problems) else {
            if problems.list.count == before {
                problems.add(Place(file: file.path, line: 1, column: 1), "the file is empty")
            }
            return document
        }
        guard let members = mapping(root, "the inventory") else { return document }
        checkVersion(members, at: root.place)
        for member in members {
            switch member.key {
            case "version": break
            case "defaults": document.defaults = defaults(member.value)
            case "groups": document.groups = groups(member.value)
            case "hosts": document.hosts = hosts(member.value)
            default: unknown(member, among: SettingKey.fileKeys)
            }
        }
        return document
    }

    private mutating func checkVersion(_ members: [YAMLMember], at place: Place) {
        guard let version = members.first(where: { $0.key == "version" }) else {
            problems.add(place, "the file has no `version`", fix: "begin it with `version: 1`")
            return
        }
        guard case .scalar("1", isPlain: true) = version.value.content else {
            let message = "version \(version.value.sort) is not known; expected 1"
            problems.add(version.value.place, message, fix: "write `version: 1`")
            return
        }
    }

    private mutating func defaults(_ node: YAMLNode) -> [Setting] {
        guard let members = optionalMapping(node, "`defaults`") else { return [] }
        return settings(members, among: SettingKey.sharedKeys, allowsFleet: true)
    }

    private mutating func groups(_ node: YAMLNode) -> [GroupEntry] {
        guard let members = optionalMapping(node, "`groups`") else { return [] }
        return members.compactMap { group($0) }
    }

    private mutating func group(_ member: YAMLMember) -> GroupEntry? {
        guard let name = entryName(member.key, member.keyPlace, "group") else { return nil }
        var group = GroupEntry(name: name.text, place: member.keyPlace)
        guard let members = optionalMapping(member.value, "group \(quoted(group.name))") else { return group }
        for member in members where member.key == "priority" {
            group.priority = whole(member.value, "`priority`", -1000...1000).map { Placed($0, member.value.place) }
        }
        for member in members where member.key == "hosts" {
            group.members = names(member.value)
        }
        let rest = members.filter { !["priority", "hosts"].contains($0.key) }
        group.settings = settings(rest, among: SettingKey.groupKeys, allowsFleet: false)
        return group
    }

    private mutating func hosts(_ node: YAMLNode) -> [HostEntry] {
        guard let members = optionalMapping(node, "`hosts`") else { return [] }
        return members.flatMap { host($0) }
    }

    private mutating func host(_ member: YAMLMember) -> [HostEntry] {
        let names = expanded(member.key, member.keyPlace)
        let title = "host \(quoted(member.key))"
        guard let members = optionalMapping(member.value, title) else { return [] }
        let settings = settings(members, among: SettingKey.hostKeys, allowsFleet: false)
        if names.count > 1, let addresses = settings.first(where: { $0.path == .addresses }) {
            let message = "\(title) stands for \(names.count) hosts, which cannot share `addresses`"
            problems.add(addresses.place, message, fix: "give each host with addresses an entry of its own")
        }
        return names.map { HostEntry(name: $0, place: member.keyPlace, settings: settings) }
    }
}
