import MusterModel

extension Draft {
    /// Adds nodes up to the cap, while all is calm.
    mutating func grow() {
        for (place, kind) in census.kinds.enumerated() where kind.kind.launch != nil {
            let nodes = census.nodes.count { $0.kind == place && !$0.isGone }
            let adding = situation.open.count { $0.verb == .add && $0.request.node?.kind == kind.name && isNew($0) }
            let lacking = kind.cap - nodes - adding
            if lacking > 0 { grow(kind, by: lacking) }
        }
    }

    private mutating func grow(_ kind: KindPolicy, by lacking: Int) {
        if let lack = lackForGrowth ?? guards.growth?.text ?? waitForRoom {
            return putOff(.add, count: lacking, because: lack)
        }
        let room = budget.room(for: .add, kind: kind.name, disturbs: false)
        let count = min(lacking, room.count)
        if count > 0 { add(count, of: kind) }
        putOff(.add, count: lacking - count, because: room.because)
    }

    private mutating func add(_ count: Int, of kind: KindPolicy) {
        var recipe: NodeRecipe
        switch NodeRecipe.read(kind.kind, situation: situation, planned: actions.map(\.node)) {
        case .success(let read): recipe = read
        case .failure(let lack): return putOff(.add, count: count, because: lack.message)
        }
        for index in 0..<count {
            switch recipe.next() {
            case .success(let spec):
                if let wait = failure(of: spec.name) {
                    return putOff(.add, count: count - index, because: wait)
                }
                add(spec, source: recipe.source, cause: .growth, reason: "`node_cap` is \(kind.cap), and there is room")
            case .failure(let error):
                return putOff(.add, count: count - index, because: error.message)
            }
        }
    }

    private var lackForGrowth: String? {
        situation.adoption == nil ? "the host is not adopted; `muster adopt` does it" : nil
    }

    /// Whether an addition under way is not among the nodes yet.
    private func isNew(_ entry: LedgerEntry) -> Bool {
        !situation.nodes.contains { $0.id.name == entry.node }
    }

    /// Why a name is not tried again now: completes `deferred because …`.
    private func failure(of name: String) -> String? {
        guard let failure = situation.failures.first(where: { $0.node.name == name && $0.verb == .add }) else {
            return nil
        }
        if failure.needsHuman {
            return "adding \(name) failed \(failure.count) times (\(failure.message)); `muster node clear` tries again"
        }
        guard now < failure.retryAt else { return nil }
        let wait = failure.retryAt.milliseconds - now.milliseconds
        return "adding \(name) failed (\(failure.message)); tried again in \(wait.seconds) s"
    }
}
