import MusterModel

extension Draft {
    /// Removes what is left of nodes whose root directory is gone for good.
    mutating func removeDead() {
        let dead = census.nodes.filter { $0.status == .dead && census.isManaged($0) && !$0.isGone }
            .sorted(by: NodeView.isOlder)
        guard !dead.isEmpty else { return }
        if let doubt = guards.uncertain ?? guards.storage {
            return putOff(.remove, count: dead.count, because: doubt.text)
        }
        let room = budget.room(for: .remove, kind: nil, disturbs: false)
        let limit = rules.contains(.limitsDead) ? room.count : dead.count
        let reason = "its root directory was gone in \(Self.absences) surveys in a row"
        let planned = actOnFirst(limit, of: dead, verb: .remove, cause: .dead, reason: reason, setBy: .operator)
        if planned == limit { putOff(.remove, count: dead.count - planned, because: room.because) }
    }

    private static let absences = 2

    /// Removes nodes over a written cap: as many as there are too many, stopped ones first, youngest first.
    mutating func removeSurplus() {
        for (place, kind) in census.kinds.enumerated() {
            let counted = census.nodes.filter { $0.kind == place && countsAsSurplus($0) }
            let surplus = counted.count - kind.cap
            guard surplus > 0 else { continue }
            guard kind.capIsWritten || !rules.contains(.removesOnlyWritten) else {
                putOff(
                    .remove, count: surplus,
                    because: "nobody wrote `node_cap` for \(kind.name): over its default nothing is removed")
                continue
            }
            removeSurplus(surplus, of: kind, among: counted)
        }
    }

    private mutating func removeSurplus(_ surplus: Int, of kind: KindPolicy, among counted: [NodeView]) {
        if let doubt = guards.uncertain {
            return putOff(.remove, count: surplus, because: doubt.text)
        }
        guard counted.contains(where: { census.isManaged($0) }) else {
            return putOff(
                .remove, count: surplus,
                because: "nodes of \(kind.name) here are observed only; `muster adopt` makes them managed")
        }
        if rules.contains(.hysteresis), let wait = waitBeforeRemovals {
            return putOff(.remove, count: surplus, because: wait)
        }
        let room = budget.room(for: .remove, kind: kind.name, disturbs: true)
        let limit = rules.contains(.onlyWhatIsNeeded) ? min(surplus, room.count) : room.count
        let reason = "\(counted.count) nodes of \(kind.name) where `node_cap` is \(kind.cap)"
        let planned = actOnFirst(
            limit, of: inOrderOfRemoval(counted), verb: .remove, cause: .surplus, reason: reason, setBy: .operator)
        guard planned < surplus else { return }
        putOff(
            .remove, count: surplus - planned,
            because: planned == limit ? room.because : "no other node of \(kind.name) may be removed")
    }

    /// Nodes that are certainly there: one that may be gone already is no reason to remove another.
    private func countsAsSurplus(_ view: NodeView) -> Bool {
        switch view.status {
        case .running, .stopped, .restarting, .upgrading, .migrating: !view.isGone && view.flight != .removal
        case .disabled: !rules.contains(.sparesDisabled)
        case .removing, .dead, .unknown: false
        }
    }

    /// Managed nodes, stopped ones before running ones, youngest first.
    func inOrderOfRemoval(_ views: [NodeView]) -> [NodeView] {
        let managed = views.filter { census.isManaged($0) && !chosen.contains($0.index) }
        return managed.filter { $0.status == .stopped }.sorted(by: NodeView.isYounger)
            + managed.filter { $0.status == .running }.sorted(by: NodeView.isYounger)
    }
}
