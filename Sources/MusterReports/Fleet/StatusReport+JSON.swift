package import MusterModel

extension StatusReport {
    package var json: JSON? {
        .report(
            name, version: 1,
            [
                "at": .integer(freshness.now.milliseconds),
                "hosts": .array(hosts.map { json($0.state, $0.condition, $0.problem, $0.restraint) }),
                "totals": .members([
                    "hosts": .count(hosts.count),
                    "by_state": .counts(
                        Dictionary(grouping: hosts, by: \.condition.rawValue).mapValues(\.count)),
                    "nodes": tally.json, "open_actions": .count(openActions),
                    "foreign_managed": .count(foreignHosts),
                ]),
                "brakes": .array(restraints.brakes.map(\.json)),
                "quarantines": .array(restraints.quarantines.map(\.json)),
                "holds": .array(restraints.holds.map(\.json)),
                "needs_human": .array(restraints.needingHuman.map(\.json)),
                "watch": restraints.watches.first?.json(at: freshness.now) ?? .null,
                "watches": .array(livingWatches.map { $0.json(at: freshness.now) }), "database": size?.json ?? .null,
            ])
    }

    private func json(
        _ host: HostState, _ condition: HostCondition, _ problem: Problem?, _ restraint: HostRestraint
    ) -> JSON {
        .members([
            "host": .string(host.name.text), "state": .string(condition.rawValue),
            "groups": .array(host.groups.map { .string($0) }),
            "surveyed_at": .optional(host.surveyed?.at),
            "age_seconds": .optional(host.surveyed.map { freshness.now.since($0.at).components.seconds }),
            "complete": host.surveyed.map { .bool($0.isComplete) } ?? .null,
            "cpu_percent": .optional(host.surveyed?.levels.cpu),
            "memory_percent": .optional(host.surveyed?.levels.memory),
            "disk_percent": .optional(host.surveyed?.levels.disk),
            "disk_path": .optional(host.surveyed?.levels.diskPath),
            "load_1": .optional(host.surveyed?.levels.load1), "nodes": host.nodes.json,
            "outcome": .optional(host.contact?.outcome.rawValue), "contact_at": .optional(host.contact?.at),
            "held": .bool(restraint.hold != nil), "held_nodes": .count(restraint.heldNodes),
            "open_actions": .count(restraint.open), "needs_human": .count(restraint.failures.count),
            "foreign_managers": host.surveyed?.foreign.map { .array($0.map(\.json)) } ?? .null,
            "lacking_surveys": .count(restraint.lackingSurveys),
            "problem": .optional(problem?.message), "fix": .optional(problem?.fix),
        ])
    }
}
