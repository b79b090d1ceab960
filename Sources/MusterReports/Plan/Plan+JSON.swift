package import MusterModel

extension Plan {
    /// As `plan --json` and `apply --json` show it.
    package var json: JSON {
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
            "do": .string(verb.rawValue), "node": .string(node.name), "kind": .string(node.kind),
            "number": .optional(node.number), "manager": .string(node.manager.description),
            "cause": .string(cause.rawValue), "reason": .string(reason), "set_by": .string(setBy.rawValue),
            "ports": .object(node.ports.map { JSON.Member($0.field, .integer(Int64($0.port))) }),
            "rewards_address": .optional(node.rewardsAddress), "binary": .optional(source?.path),
            "version": .optional(source?.version), "rests_on": basis.json, "identity": .optional(identity),
            "purge": .bool(purge),
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

extension ActionBasis {
    /// What must still be so on the host; what is not known is not compared.
    fileprivate var json: JSON {
        .members([
            "boot_id": .string(bootID), "surveyed_after_boot_ms": .optional(surveyedAfterBoot),
            "invocation_id": .optional(invocationID), "unit_file_sha256": .optional(unitFileHash),
            "pid": .optional(pid.map { Int64($0) }), "started_after_boot_ms": .optional(startedAfterBoot),
            "running": isRunning.map { .bool($0) } ?? .null,
        ])
    }
}
