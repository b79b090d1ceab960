import MusterInventory
import MusterModel

/// Groups, their hosts and the ways there.
struct FleetGraph {
    private let groups: [(name: String, hosts: [ResolvedHost])]

    /// Groups in the order of the files, with those of `hosts` that they hold; last those without a group.
    init(_ inventory: Inventory, hosts: [ResolvedHost]) {
        let named = inventory.groups.map { group in
            (name: group.name, hosts: hosts.filter { $0.target.groups.contains(group.name) })
        }
        let alone = hosts.filter(\.target.groups.isEmpty)
        groups = named.filter { !$0.hosts.isEmpty } + (alone.isEmpty ? [] : [(name: "", hosts: alone)])
    }

    var text: String {
        groups.map { group in
            let lines = group.hosts.enumerated().map { index, host in
                let via = host.target.via.map(\.text).joined(separator: ", ")
                return (index == group.hosts.count - 1 ? "└─ " : "├─ ") + host.name.text
                    + (via.isEmpty ? "" : "  via \(via)")
            }
            return ([group.name.isEmpty ? "(no group)" : group.name] + lines).joined(separator: "\n")
        }
        .joined(separator: "\n")
    }

    var dot: String {
        var lines = ["digraph fleet {", "  rankdir=LR;", "  node [shape=box];"]
        for group in groups where !group.name.isEmpty {
            lines.append("  \"group \(group.name)\" [label=\"\(group.name)\", shape=ellipse];")
            lines += group.hosts.map { "  \"group \(group.name)\" -> \"\($0.name)\";" }
        }
        var seen: Set<HostName> = []
        for host in groups.flatMap(\.hosts) where seen.insert(host.name).inserted {
            lines.append("  \"\(host.name)\";")
            lines += host.target.via.map { "  \"\(host.name)\" -> \"\($0)\" [style=dashed, label=\"via\"];" }
        }
        return (lines + ["}"]).joined(separator: "\n")
    }

    var json: JSON {
        .object([
            JSON.Member(
                "groups",
                .array(
                    groups.map { group in
                        .object([
                            JSON.Member("group", group.name.isEmpty ? .null : .string(group.name)),
                            JSON.Member("hosts", .array(group.hosts.map { .string($0.name.text) })),
                        ])
                    })),
            JSON.Member("relays", .object(relays)),
        ])
    }

    private var relays: [JSON.Member] {
        var seen: Set<HostName> = []
        return groups.flatMap(\.hosts).filter { !$0.target.via.isEmpty && seen.insert($0.name).inserted }.map {
            JSON.Member($0.name.text, .array($0.target.via.map { .string($0.text) }))
        }
    }
}
