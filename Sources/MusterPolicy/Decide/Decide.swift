package import MusterModel

/// Decides what should be done on one host now, and why; `docs/policy.md` is this function in words.
///
/// Pure: with an equal situation the plan is equal.
package func decide(_ situation: Situation) -> Plan {
    decide(situation, rules: .all)
}

func decide(_ situation: Situation, rules: Rules) -> Plan {
    var draft = Draft(situation, rules: rules)
    draft.removeDead()
    let isWnm = !rules.contains(.limitsDead)
    if isWnm, !draft.actions.isEmpty { return draft.plan }
    if !rules.contains(.relievesAtCapacity), draft.budget.room(for: .stop, kind: nil, disturbs: false).count == 0 {
        return draft.plan
    }
    let dead = draft.actions.count
    draft.removeSurplus()
    if draft.actions.count == dead { draft.relieve() }
    draft.upgradeOutdated()
    if draft.actions.count == dead || !isWnm {
        draft.startStopped()
        draft.grow()
    }
    return draft.plan
}

extension Draft {
    /// The plan; where a guard forbids acting on the host, all that was planned is deferred.
    var plan: Plan {
        var plan = Plan(
            host: situation.target.name, at: now, actions: actions, deferred: deferred, guards: guards.all + found,
            figures: figures, wantsSurvey: wantsSurvey)
        if let forbidding = guards.forbidding {
            plan.deferred =
                actions.map { Deferral(verb: $0.verb, node: $0.node.name, because: forbidding.text) } + deferred
            plan.actions = []
        } else {
            plan.guards += portsInDanger
        }
        return plan
    }
}
