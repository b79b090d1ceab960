package import MusterModel

extension PlanReport {
    package var json: JSON? {
        .report(
            name, version: 1,
            [
                "hosts": .array(plans.map(\.json)),
                "totals": .members([
                    "hosts": .count(plans.count), "actions": .count(plans.reduce(0) { $0 + $1.actions.count }),
                    "by_verb": .counts(
                        Dictionary(grouping: plans.flatMap(\.actions), by: \.verb.rawValue).mapValues(\.count)),
                    "deferred": .count(plans.flatMap(\.deferred).reduce(0) { $0 + $1.count }),
                    "guarded": .count(plans.filter { !$0.guards.isEmpty }.count),
                ]),
            ])
    }
}

extension Plan {
    var json: JSON {
        .members([
            "host": .string(host.text), "at": .integer(at.milliseconds), "actions": .array(actions.map(\.json)),
            "deferred": .array(deferred.map(\.json)), "guards": .array(guards.map(\.json)),
            "figures": .array(figures.map(\.json)),
        ])
    }
}

extension PlannedAction {
    fileprivate var json: JSON {
        .members([
            "verb": .string(verb.rawValue), "node": .string(node.name), "kind": .string(node.kind),
            "manager": .string(node.manager.description), "reason": .string(reason), "cause": .string(cause.rawValue),
            "set_by": .string(setBy.rawValue), "version": .optional(source?.version),
            "binary_sha256": .optional(source?.sha256), "identity": .optional(identity), "purge": .bool(purge),
            "ports": .object(node.ports.map { .init($0.field, .integer(Int64($0.port))) }),
            "rewards_address": .optional(node.rewardsAddress),
        ])
    }
}

extension Deferral {
    fileprivate var json: JSON {
        .members([
            "verb": .string(verb.rawValue), "node": .optional(node), "count": .count(count),
            "because": .string(because),
        ])
    }
}

extension Guard {
    fileprivate var json: JSON {
        .members(["kind": .string(kind.rawValue), "text": .string(text), "node": .optional(node)])
    }
}

extension Figure {
    fileprivate var json: JSON {
        .members([
            "name": .string(name), "value": .optional(value), "add_below": .optional(addBelow),
            "relieve_above": .optional(relieveAbove), "unit": .optional(unit),
        ])
    }
}
