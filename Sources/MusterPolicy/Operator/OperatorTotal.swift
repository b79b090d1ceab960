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
    var refused = Array(repeating: [Deferral](), count: situations.count)
    var left = LeftNodes()
    for (host, situation) in situations.enumerated() {
        let draft = Draft(situation, rules: .all, order: order)
        left += draft.left(by: order)
        guard draft.guards.forbidding == nil else { continue }
        for view in draft.eligible(order) {
            let name = draft.census.name(view)
            if let because = draft.refusal(of: view, for: order) {
                refused[host].append(Deferral(verb: order.verb, node: name, because: because))
            } else {
                row.append((host, name, view.bornAt))
            }
        }
    }
    row.sort { left, right in
        if left.bornAt != right.bornAt { return (left.bornAt < right.bornAt) == (preference == .oldest) }
        return (left.host, left.name) < (right.host, right.name)
    }
    var names = Array(repeating: [String](), count: situations.count)
    for node in row.prefix(max(0, total)) { names[node.host].append(node.name) }
    var plans = zip(situations, names).map { situation, names in
        var order = order
        order.choice = .named(names)
        return operatorPlan(order, on: situation)
    }
    // Those that were passed over matter only where the others are too few.
    guard row.count < total, !plans.isEmpty else { return plans }
    for host in plans.indices { plans[host].deferred += refused[host] }
    let known = row.count + refused.reduce(0) { $0 + $1.count }
    if known < total {
        plans[0].deferred.append(Deferral(verb: order.verb, count: total - known, because: Draft.scarcity(known, left)))
    }
    return plans
}

private func spread(_ order: OperatorOrder, total: Int, over situations: [Situation]) -> [Plan] {
    var places = situations.map { Draft($0, rules: .all, order: order).places(for: order) }
    var counts = Array(repeating: 0, count: situations.count)
    for _ in 0..<max(0, total) {
        guard let best = places.indices.max(by: { places[$0].rank(-$0) < places[$1].rank(-$1) }),
            places[best].willingness > .forbidden
        else { break }
        counts[best] += 1
        places[best].take()
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

/// Room for new nodes on one host.
private struct Places {
    /// A host that is unwilling tells why in its plan; one where nothing is done at all tells that by its guards.
    enum Willingness: Int, Comparable {
        case forbidden, unwilling, willing

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    var willingness: Willingness
    /// Places under the cap; may be negative where nobody wrote the cap.
    var free = 0
    var capIsWritten = false

    mutating func take() {
        free -= 1
        if capIsWritten, free <= 0, willingness == .willing { willingness = .unwilling }
    }

    func rank(_ order: Int) -> (Int, Int, Int) { (willingness.rawValue, free, order) }
}

extension Draft {
    fileprivate func places(for order: OperatorOrder) -> Places {
        guard guards.forbidding == nil else { return Places(willingness: .forbidden) }
        guard case .success(let kind) = maker(for: order) else { return Places(willingness: .unwilling) }
        let isFull = kind.capIsWritten && free(of: kind) <= 0
        var isAble = false
        if case .success = recipe(for: order, of: kind) { isAble = true }
        return Places(
            willingness: isAble && !isFull ? .willing : .unwilling, free: free(of: kind),
            capIsWritten: kind.capIsWritten)
    }
}
