/// An Ansible inventory as it is written, INI and YAML alike.
struct AnsibleTree {
    struct Group {
        var name: String
        /// Names with ranges, in the order of the file.
        var hosts: [String] = []
        var children: [String] = []
        var variables: [String: Placed<String>] = [:]
    }

    /// In the order of the file; `all` first.
    var groups: [Group] = [Group(name: "all")]
    /// Variables of hosts, by the name or range that they were written for.
    var hosts: [(name: String, variables: [String: Placed<String>])] = []
    var warnings: [Problem] = []

    mutating func group(_ name: String) -> Int {
        if let index = groups.firstIndex(where: { $0.name == name }) { return index }
        groups.append(Group(name: name))
        return groups.count - 1
    }

    /// A later variable replaces an earlier one.
    mutating func add(host: String, _ variables: [String: Placed<String>], to group: String) {
        let index = self.group(group)
        if !groups[index].hosts.contains(host) { groups[index].hosts.append(host) }
        if let known = hosts.firstIndex(where: { $0.name == host }) {
            hosts[known].variables.merge(variables) { _, later in later }
        } else {
            hosts.append((host, variables))
        }
    }

    /// The hosts of a group and of all groups below it, each once.
    func members(of name: String) -> [String] {
        var found: [String] = []
        var seen: Set<String> = []
        var open = [name]
        while let next = open.popLast() {
            guard seen.insert(next).inserted, let group = groups.first(where: { $0.name == next }) else { continue }
            found += group.hosts.filter { !found.contains($0) }
            open += group.children.reversed()
        }
        return found
    }

    /// How far a group is below `all`, along the longest way; a circle counts once.
    func depth(of name: String) -> Int {
        var depth = 0
        var level: Set<String> = [name]
        while depth <= groups.count {
            let parents = groups.filter { $0.name != "all" && !level.isDisjoint(with: $0.children) }.map(\.name)
            guard !parents.isEmpty else { return depth }
            level = Set(parents)
            depth += 1
        }
        return depth
    }
}
