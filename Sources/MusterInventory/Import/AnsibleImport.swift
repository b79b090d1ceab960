import MusterModel

/// Makes an inventory of Ansible's.
package enum AnsibleImport {
    /// INI, or YAML where the name ends in `.yml`, `.yaml` or `.json`.
    package static func convert(_ file: SourceFile) throws(InventoryError) -> ImportedInventory {
        let isYAML = [".yml", ".yaml", ".json"].contains { file.path.hasSuffix($0) }
        let tree =
            isYAML
            ? try AnsibleYAML.read(file) : AnsibleINI.read(String(decoding: file.bytes, as: UTF8.self), file: file.path)
        return try DraftWriter.write(draft(tree), from: file.path)
    }

    private static func draft(_ tree: AnsibleTree) -> InventoryDraft {
        var draft = InventoryDraft(warnings: tree.warnings)
        let names = Set(tree.hosts.flatMap { host in (try? NameRange(host.name).names) ?? [host.name] })
        for group in tree.groups {
            let settings = AnsibleVariable.settings(group.variables, hosts: names, &draft)
            if ["all", "ungrouped"].contains(group.name) {
                if group.name == "all" { draft.defaults = settings }
            } else {
                let hosts = tree.members(of: group.name)
                draft.groups.append(DraftGroup(name: group.name, hosts: hosts, settings: settings))
            }
        }
        for host in tree.hosts {
            let settings = AnsibleVariable.settings(host.variables, hosts: names, &draft)
            let isListed = draft.groups.contains { $0.hosts.contains(host.name) }
            if !settings.isEmpty || !isListed { draft.hosts.append(DraftHost(name: host.name, settings: settings)) }
        }
        setPriorities(&draft, tree)
        return draft
    }

    /// Ansible's order, where groups collide: nearer to the hosts wins, then the stated priority, then the name.
    private static func setPriorities(_ draft: inout InventoryDraft, _ tree: AnsibleTree) {
        let setting = draft.groups.indices.filter { !draft.groups[$0].settings.isEmpty }
        let collides = setting.contains { one in
            setting.contains { other in
                one < other && !draft.groups[one].settings.paths.isDisjoint(with: draft.groups[other].settings.paths)
            }
        }
        guard collides else { return }
        let ranks = setting.sorted { rank(draft.groups[$0].name, tree) < rank(draft.groups[$1].name, tree) }
        for (priority, index) in ranks.enumerated() { draft.groups[index].priority = priority + 1 }
    }

    private static func rank(_ name: String, _ tree: AnsibleTree) -> (Int, Int, String) {
        let stated = tree.groups.first { $0.name == name }?.variables[AnsibleVariable.priority]?.value
        return (tree.depth(of: name), stated.flatMap { Int($0) } ?? 1, name)
    }
}
