import MusterModel

/// Makes an inventory of anm-cluster's shell file: `machines="…"` and overrides by name or prefix.
///
/// The file is read line by line and never evaluated; a line that is no assignment to the override is told.
package enum AnmClusterImport {
    package static func convert(_ file: SourceFile) throws(InventoryError) -> ImportedInventory {
        var script = AnmScript(file: file.path)
        let text = String(decoding: file.bytes, as: UTF8.self)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            script.read(line, Place(file: file.path, line: index + 1, column: 1))
        }
        guard !script.machines.isEmpty else {
            let place = Place(file: file.path, line: 1, column: 1)
            let fix = "name the file that anm-cluster.sh reads, ~/.local/share/anm-cluster"
            throw InventoryError([Problem(place, "no line assigns `machines`", fix: fix)])
        }
        return try DraftWriter.write(draft(script), from: file.path)
    }

    private static func draft(_ script: AnmScript) -> InventoryDraft {
        var draft = InventoryDraft(warnings: script.warnings)
        draft.defaults.service = ["antnode"]
        draft.defaults.policy = script.common
        let finals = script.machines.map { machine in (machine, script.policy(of: machine)) }
        for pattern in script.prefixes {
            let members = script.machines.filter { Glob(pattern).matches($0) }
            let name = groupName(pattern, script.machines)
            draft.groups.append(DraftGroup(name: name, hosts: members))
        }
        for (machine, policy) in finals {
            let own = policy.filter { draft.defaults.policy[$0.key] != $0.value }
            let isListed = draft.groups.contains { $0.hosts.contains(machine) }
            if !own.isEmpty || !isListed {
                draft.hosts.append(DraftHost(name: machine, settings: DraftSettings(policy: own)))
            }
        }
        raiseShared(&draft)
        return draft
    }

    /// `s*` becomes the group `s`, unless a machine has that name.
    private static func groupName(_ pattern: String, _ machines: [String]) -> String {
        let name = pattern.filter { $0 != "*" && $0 != "?" }
        return machines.contains(name) || name.isEmpty ? name + "-group" : name
    }

    /// What all hosts of a group have alike, and no other group of theirs sets, is written once, in the group.
    private static func raiseShared(_ draft: inout InventoryDraft) {
        for index in draft.groups.indices {
            let members = draft.groups[index].hosts
            let isShared = draft.groups.indices.contains { other in
                other != index && !Set(draft.groups[other].hosts).isDisjoint(with: members)
            }
            let entries = members.compactMap { name in draft.hosts.firstIndex { $0.name == name } }
            guard !isShared, entries.count == members.count, let first = entries.first else { continue }
            let common = draft.hosts[first].settings.policy.filter { key, value in
                entries.allSatisfy { draft.hosts[$0].settings.policy[key] == value }
            }
            draft.groups[index].settings.policy = common
            for entry in entries {
                draft.hosts[entry].settings.policy = draft.hosts[entry].settings.policy.filter { common[$0.key] == nil }
            }
        }
        let listed = Set(draft.groups.flatMap(\.hosts))
        draft.hosts.removeAll { $0.settings.isEmpty && listed.contains($0.name) }
    }
}
