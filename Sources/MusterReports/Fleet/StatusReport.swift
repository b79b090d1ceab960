package import MusterModel

/// The fleet at a glance: a line per host, those that need attention first, then the totals and what to do.
package struct StatusReport: Report {
    package let name = "status"
    let hosts: [(state: HostState, condition: HostCondition, problem: Problem?, restraint: HostRestraint)]
    let restraints: FleetRestraints
    let size: DatabaseSize?
    let freshness: Freshness

    package init(
        _ states: [HostState], restraints: FleetRestraints = FleetRestraints(), size: DatabaseSize? = nil,
        at freshness: Freshness
    ) {
        self.freshness = freshness
        self.restraints = restraints
        self.size = size
        let byHost = HostRestraint.byHost(restraints)
        hosts = states.map { state in
            let restraint = byHost[state.name] ?? HostRestraint()
            let condition = HostCondition(state, restraint, at: freshness)
            return (state, condition, Problem(state, condition, restraint, at: freshness), restraint)
        }.sorted { ($0.condition, $0.state.name) < ($1.condition, $1.state.name) }
    }

    package var csv: String? { table.csv }

    package func text(width: Int?) -> String {
        if hosts.isEmpty { return "no hosts: add some with `muster inventory edit`\n" }
        return brakeLines + table.text(width: width) + "\n" + totals + restraintLine + watchLines + attention
    }

    private var table: Table {
        Table(
            [
                .init("HOST"), .init("STATE"), .init("NODES", .right), .init("STATUS"),
                .init("VERSION", isFlexible: true), .init("CPU", .right), .init("MEM", .right), .init("DISK", .right),
                .init("LOAD", .right), .init("AGE", .right), .init("PROBLEM", isFlexible: true),
            ],
            rows: hosts.map { row($0.state, $0.condition, $0.problem) })
    }

    private func row(_ host: HostState, _ condition: HostCondition, _ problem: Problem?) -> [String] {
        let levels = host.surveyed?.levels
        return [
            host.name.text, condition.rawValue, host.surveyed == nil ? Units.unknown : String(host.nodes.total),
            host.nodes.statusText, host.nodes.versionText, Units.percent(levels?.cpu), Units.percent(levels?.memory),
            Units.percent(levels?.disk), levels?.load1.map { Units.fixed($0, places: 2) } ?? Units.unknown,
            Units.age(of: host.surveyed?.at, at: freshness.now), problem?.message ?? "",
        ]
    }

    var tally: NodeTally { hosts.reduce(NodeTally()) { $0 + $1.state.nodes } }

    private var totals: String {
        let conditions = Dictionary(grouping: hosts, by: \.condition).sorted { $0.key < $1.key }
        let states = conditions.map { "\($1.count) \($0.rawValue)" }.joined(separator: ", ")
        let versions = tally.byVersion.isEmpty ? "" : "; versions \(tally.versionText)"
        let nodes = Units.count(tally.total, "node")
        return "\(Units.count(hosts.count, "host")): \(states); \(nodes): \(tally.statusText)"
            + "\(versions); earned \(tally.earnedText)\n"
    }

    /// Equal problems once, with the hosts that share them.
    private var attention: String {
        let troubled = hosts.compactMap { host in
            host.problem.map { (host.state.name, $0, $0.fix.map { PlainText.printable($0) }) }
        }
        var lines = ""
        for (fix, group) in Dictionary(grouping: troubled, by: { $0.2 }).sorted(by: { $0.value[0].0 < $1.value[0].0 }) {
            guard let fix else { continue }
            let names = group.prefix(5).map(\.0.text).joined(separator: ", ")
            let more = group.count > 5 ? " and \(group.count - 5) more" : ""
            lines += "\(names)\(more): \(fix)\n"
        }
        return lines.isEmpty ? "" : "\nto do:\n" + lines
    }
}

extension NodeTally {
    /// For example `10 RUNNING, 1 STOPPED`, with what stands beside RUNNING.
    var statusText: String {
        let parts = NodeStatus.allCases.filter { self[$0] > 0 }.map { status in
            let silent = status == .running && notAnswering > 0 ? " (\(notAnswering) silent)" : ""
            return "\(self[status]) \(status.rawValue)\(silent)"
        }
        return parts.isEmpty ? Units.unknown : parts.joined(separator: ", ")
    }

    var earnedText: String { earned.map(Units.tokens) ?? Units.unknown }

    /// The version alone where there is one, else each with its count, the most frequent first.
    var versionText: String {
        if byVersion.isEmpty { return Units.unknown }
        if byVersion.count == 1 { return byVersion.keys.first ?? Units.unknown }
        let sorted = byVersion.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let rest = sorted.count > 3 ? ", …" : ""
        return sorted.prefix(3).map { "\($0.key) ×\($0.value)" }.joined(separator: ", ") + rest
    }
}
