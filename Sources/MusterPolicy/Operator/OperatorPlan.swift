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
        guard case .count = order.choice else { return }
        if planned == count { return passOver(since: before) }
        guard planned + refused < count else { return }
        putOff(order.verb, count: count - planned - refused, because: Self.scarcity(planned + refused))
    }

    /// That a host, or several, have fewer nodes for a verb than were asked for.
    static func scarcity(_ count: Int) -> String {
        count == 0
            ? "no managed node is there to choose"
            : "only \(count) \(count == 1 ? "node is" : "nodes are") there to choose from"
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
        let verb = order.verb
        let spaced = (verb == .restart || verb == .upgrade) && !order.overridesLimits
        let brake = budget.brake(on: verb, kind: census.kinds[view.kind].name)
        let refusal =
            unfit(view, for: order) ?? restraints.reason(view, for: verb, binary: order.source?.sha256)
            ?? (spaced ? spacing(of: view) : nil) ?? brake
        if let refusal {
            putOff(verb, view, because: refusal, isMet: isMet(order, by: view))
            return false
        }
        var source: BinarySource?
        var gate: HealthGate?
        if verb == .upgrade {
            switch upgradeSource(order, for: view) {
            case .success(let found): source = found
            case .failure(let lack):
                putOff(verb, view, because: lack.message)
                return false
            }
            gate = HealthGate(census.kinds[view.kind].kind, policy: policy, judges: !isUnwell(view))
        }
        return act(
            verb, on: view, cause: .operator, reason: order.reason, setBy: .operator, source: source, gate: gate,
            purge: order.purge, until: order.until)
    }

    private func upgradeSource(_ order: OperatorOrder, for view: NodeView) -> Result<BinarySource, BinaryLack> {
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

    /// Makes new nodes.
    fileprivate mutating func make(_ order: OperatorOrder) {
        let count: Int
        switch order.choice {
        case .count(let wanted, _): count = wanted
        case .named(let names): count = names.count
        case .all: return putOff(order.verb, because: "how many nodes must be said")
        }
        let makers = census.kinds.filter { $0.kind.launch != nil && (order.kind ?? $0.name) == $0.name }
        guard let kind = makers.first, makers.count == 1 else {
            let names = makers.map(\.name).joined(separator: ", ")
            return putOff(
                order.verb, count: count,
                because: makers.isEmpty ? "no kind of the host can be made" : "the kind must be said: \(names)")
        }
        make(count, of: kind, order: order)
    }

    private mutating func make(_ count: Int, of kind: KindPolicy, order: OperatorOrder) {
        if let obstacle = guards.growth?.text ?? budget.brake(on: order.verb, kind: kind.name) {
            return putOff(order.verb, count: count, because: obstacle)
        }
        let here = census.nodes.count { census.kinds[$0.kind].name == kind.name && !$0.isGone }
        let room = kind.capIsWritten ? max(0, kind.cap - here) : count
        if room < count {
            putOff(
                order.verb, count: count - room,
                because: "`node_cap` of \(kind.name) is \(kind.cap), and \(here) nodes are there")
        }
        guard room > 0 else { return }
        var source = order.source
        if source?.version == nil { source?.version = order.version?.description }
        switch NodeRecipe.read(kind.kind, situation: situation, planned: [], source: source, again: order.again) {
        case .failure(let lack): putOff(order.verb, count: min(room, count), because: lack.message)
        case .success(var recipe):
            for index in 0..<min(room, count) {
                switch recipe.next(bringingBack: order.verb == .restore ? order.identity : nil) {
                case .success(let spec):
                    add(
                        spec, verb: order.verb, source: recipe.source, cause: .operator, reason: order.reason,
                        identity: order.identity)
                case .failure(let error):
                    return putOff(order.verb, count: min(room, count) - index, because: error.message)
                }
            }
        }
    }
}
