package import MusterModel

/// An operator's verb over several hosts, with `total` nodes in all instead of a number per host.
///
/// Nodes are chosen over all hosts by age, so that the youngest of the whole selection go first; new nodes go where most
/// places under the cap are free.
package func operatorPlans(_ order: OperatorOrder, total: Int, on situations: [Situation]) -> [Plan] {
    switch order.verb {
    case .add, .restore: spread(order, total: total, over: situations)
    default: choose(order, total: total, among: situations)
    }
}

private func choose(_ order: OperatorOrder, total: Int, among situations: [Situation]) -> [Plan] {
    var preference = OperatorOrder.preference(for: order.verb)
    if case .count(_, let wanted) = order.choice { preference = wanted }
    var row: [(host: Int, name: String, bornAt: Int64)] = []
    for (host, situation) in situations.enumerated() {
        let draft = Draft(situation, rules: .all, order: order)
        guard draft.guards.forbidding == nil else { continue }
        for view in draft.eligible(order) where draft.restraints.reason(view, for: order.verb) == nil {
            row.append((host, draft.census.name(view), view.bornAt))
        }
    }
    row.sort { left, right in
        if left.bornAt != right.bornAt { return (left.bornAt < right.bornAt) == (preference == .oldest) }
        return (left.host, left.name) < (right.host, right.name)
    }
    var names = Array(repeating: [String](), count: situations.count)
    for node in row.prefix(max(0, total)) { names[node.host].append(node.name) }
    return zip(situations, names).map { situation, names in
        var order = order
        order.choice = .named(names)
        var plan = operatorPlan(order, on: situation)
        let missing = total - row.count
        if missing > 0, situation.target.name == situations.first?.target.name {
            plan.deferred.append(
                Deferral(
                    verb: order.verb, count: missing, because: Draft.scarcity(row.count)))
        }
        return plan
    }
}

private func spread(_ order: OperatorOrder, total: Int, over situations: [Situation]) -> [Plan] {
    var free = situations.map { situation in
        let draft = Draft(situation, rules: .all, order: order)
        return draft.guards.forbidding == nil ? draft.freePlaces(order.kind) : Int.min
    }
    var counts = Array(repeating: 0, count: situations.count)
    for _ in 0..<max(0, total) {
        guard let best = free.indices.max(by: { (free[$0], -$0) < (free[$1], -$1) }), free[best] > .min else { break }
        counts[best] += 1
        free[best] -= 1
    }
    return operatorPlans(
        zip(situations, counts).map { situation, count in
            var order = order
            order.choice = .count(count, .oldest)
            return (order, situation)
        })
}

/// An operator's verb over several hosts, one after the other: two of them never get one port of a shared address.
package func operatorPlans(_ orders: [(order: OperatorOrder, situation: Situation)]) -> [Plan] {
    var round = PlanRound(limits: nil)
    return orders.map { order, situation in
        round.plan(situation) { operatorPlan(order, on: $0) }.plan
    }
}

extension Draft {
    /// Places under the cap of the kind that is to be made; may be negative.
    fileprivate func freePlaces(_ kind: String?) -> Int {
        guard let place = census.kinds.firstIndex(where: { $0.kind.launch != nil && (kind ?? $0.name) == $0.name })
        else { return .min }
        return census.kinds[place].cap - census.nodes.count { $0.kind == place && !$0.isGone }
    }
}
