package import MusterModel

/// What an operator's verb does on one host, by the same rules of safety as the engine's own decisions.
///
/// Nodes that are not managed are refused, as are hosts and nodes that are held unless the order overrides that. What is
/// refused or put off is in ``Plan/deferred``, with the reason. How much is done at once, and the limits above the hosts,
/// are left to whoever carries the plan out.
package func operatorPlan(_ order: OperatorOrder, on situation: Situation) -> Plan {
    var draft = Draft(situation, rules: .all, order: order)
    switch order.verb {
    case .add, .restore: draft.make(order)
    case .takeOver, .giveBack: draft.putOff(order.verb, because: "it concerns no node")
    case .start, .stop, .restart, .upgrade, .remove, .disable, .enable: draft.carryOut(order)
    }
    return draft.plan
}

extension Draft {
    /// Plans a verb on nodes that are there.
    fileprivate mutating func carryOut(_ order: OperatorOrder) {
        let count: Int
        let row: [NodeView]
        switch order.choice {
        case .named(let names):
            row = named(names, order: order)
            count = row.count
        case .count(let wanted, let preference):
            guard order.verb != .disable, order.verb != .enable else {
                return putOff(order.verb, count: wanted, because: "nodes to \(order.verb.rawValue) must be named")
            }
            row = eligible(order).sorted(by: preference == .oldest ? NodeView.isOlder : NodeView.isYounger)
            count = wanted
        case .all:
            let preference = OperatorOrder.preference(for: order.verb)
            row = eligible(order).sorted(by: preference == .oldest ? NodeView.isOlder : NodeView.isYounger)
            count = row.count
        }
        let before = deferred.count
        var planned = 0
        var refused = 0
        for view in row where planned < count {
            if carryOut(order, on: view) { planned += 1 } else { refused += 1 }
        }
        if case .all = order.choice { tellLeft(order) }
        guard case .count = order.choice else { return }
        if planned == count { return passOver(since: before) }
        guard planned + refused < count else { return }
        putOff(order.verb, count: count - planned - refused, because: Self.scarcity(planned + refused, left(by: order)))
    }

    /// That a host, or several, have fewer nodes for a verb than were asked for.
    static func scarcity(_ count: Int, _ left: LeftNodes) -> String {
        let words =
            count == 0
            ? "no managed node is there to choose"
            : "only \(count) \(count == 1 ? "node is" : "nodes are") there to choose from"
        return left.words.map { "\(words): \($0)" } ?? words
    }

    private mutating func named(_ names: [String], order: OperatorOrder) -> [NodeView] {
        var views: [String: NodeView] = [:]
        for view in census.nodes where isOfKind(view, order.kind) { views[census.name(view)] = view }
        var row: [NodeView] = []
        for name in names {
            guard let view = views.removeValue(forKey: name) else {
                if !row.contains(where: { census.name($0) == name }) {
                    putOffName(order.verb, name, because: "no node of that name is known on the host")
                }
                continue
            }
            row.append(view)
        }
        return row
    }

    private mutating func carryOut(_ order: OperatorOrder, on view: NodeView) -> Bool {
        if let refusal = refusal(of: view, for: order) {
            putOff(order.verb, view, because: refusal, isMet: isMet(order, by: view))
            return false
        }
        var source: BinarySource?
        var gate: HealthGate?
        if order.verb == .upgrade {
            source = try? upgradeSource(order, for: view).get()
            gate = HealthGate(census.kinds[view.kind].kind, policy: policy, judges: !isUnwell(view))
        }
        return act(
            order.verb, on: view, cause: .operator, reason: order.reason, setBy: .operator, source: source, gate: gate,
            purge: order.purge, until: order.until)
    }

    /// Why a verb leaves a node alone: completes `deferred because …`.
    func refusal(of view: NodeView, for order: OperatorOrder) -> String? {
        let verb = order.verb
        if let reason = unfit(view, for: order)
            ?? restraints.reason(view, for: verb, binary: order.source?.sha256)
        {
            return reason
        }
        let isSpaced = (verb == .restart || verb == .upgrade) && !order.overridesLimits
        if isSpaced, let wait = spacing(of: view) { return wait }
        if let brake = budget.brake(on: verb, kind: census.kinds[view.kind].name) { return brake }
        guard verb == .upgrade, case .failure(let lack) = upgradeSource(order, for: view) else { return nil }
        return lack.message
    }

    private func upgradeSource(_ order: OperatorOrder, for view: NodeView) -> Result<BinarySource, Lack> {
        let kind = census.kinds[view.kind]
        let target = order.source?.allowsDowngrade == true ? nil : order.version ?? kind.version
        return situation.binary(
            for: kind.kind, version: target, instead: order.source, again: order.again
        ).map { found in
            var source = found
            if let wanted = order.version { source.version = wanted.description }
            return source
        }
    }
}
