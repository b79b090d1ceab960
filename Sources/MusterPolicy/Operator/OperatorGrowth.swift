import MusterModel

extension Draft {
    /// Makes new nodes, or brings an archived one back.
    mutating func make(_ order: OperatorOrder) {
        let count: Int
        switch order.choice {
        case .count(let wanted, _): count = wanted
        case .named(let names): count = names.count
        case .all: return putOff(order.verb, because: "how many nodes must be said")
        }
        switch maker(for: order) {
        case .success(let kind): make(count, of: kind, order: order)
        case .failure(let lack): putOff(order.verb, count: count, because: lack.message)
        }
    }

    private mutating func make(_ count: Int, of kind: KindPolicy, order: OperatorOrder) {
        let room = kind.capIsWritten ? min(count, max(0, free(of: kind))) : count
        if room < count {
            putOff(
                order.verb, count: count - room,
                because: "`node_cap` of \(kind.name) is \(kind.cap), and \(kind.cap - free(of: kind)) nodes are there")
        }
        guard room > 0 else { return }
        var recipe: NodeRecipe
        switch self.recipe(for: order, of: kind) {
        case .success(let read): recipe = read
        case .failure(let lack): return putOff(order.verb, count: room, because: lack.message)
        }
        for index in 0..<room {
            switch recipe.next(bringingBack: order.verb == .restore ? order.identity : nil) {
            case .success(let spec):
                add(
                    spec, verb: order.verb, source: recipe.source, cause: .operator, reason: order.reason,
                    identity: order.identity)
            case .failure(let error): return putOff(order.verb, count: room - index, because: error.message)
            }
        }
    }

    /// The one kind of the host that the order can mean.
    func maker(for order: OperatorOrder) -> Result<KindPolicy, Lack> {
        let makers = census.kinds.filter { $0.kind.launch != nil && (order.kind ?? $0.name) == $0.name }
        if let kind = makers.first, makers.count == 1 { return .success(kind) }
        let names = makers.map(\.name).joined(separator: ", ")
        return .failure(
            Lack(message: makers.isEmpty ? "no kind of the host can be made" : "the kind must be said: \(names)"))
    }

    /// What the order's nodes would be made from; the failure is why none can be made.
    func recipe(for order: OperatorOrder, of kind: KindPolicy) -> Result<NodeRecipe, Lack> {
        if let obstacle = guards.growth?.text ?? budget.brake(on: order.verb, kind: kind.name) {
            return .failure(Lack(message: obstacle))
        }
        var source = order.source
        if source?.version == nil { source?.version = order.version?.description }
        return NodeRecipe.read(kind.kind, situation: situation, planned: [], source: source, again: order.again)
    }

    /// Places under the cap, whoever wrote it; negative where more nodes are there.
    func free(of kind: KindPolicy) -> Int {
        kind.cap - census.nodes.count { census.kinds[$0.kind].name == kind.name && !$0.isGone }
    }
}
