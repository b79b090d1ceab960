import MusterModel

extension Draft {
    /// Answers pressure: stops the youngest nodes of the kinds that give way first; only a full disk removes.
    ///
    /// One pressure is answered at a time, for the relief of one shows in the others.
    mutating func relieve() {
        guard !givingWay(where: { $0.isUp || $0.status == .stopped }).isEmpty else {
            if let excess = pressure.over.first {
                putOff(.stop, because: "\(excess.reason), and no managed node is there that may give way")
            }
            return
        }
        for text in pressure.pending { putOff(.stop, because: text) }
        for excess in pressure.over {
            let verb: ActionVerb = excess.metric == .disk ? .remove : .stop
            if rules.contains(.hysteresis) {
                if let wait = wait(before: excess) {
                    putOff(verb, because: wait)
                    continue
                }
                if waitsForSurvey(excess) {
                    wantsSurvey = true
                    putOff(verb, because: "the last survey is older than the pressure: a new one tells whose it is")
                    continue
                }
                if let halt = halt(of: excess) {
                    found.append(Guard(.reliefHalted, "relief of \(excess.reason) is halted: \(halt)"))
                    putOff(verb, because: "relief is halted: \(halt)")
                    continue
                }
            }
            if excess.metric == .disk ? removeForDisk(excess) : stopForPressure(excess) { return }
        }
    }

    /// - Returns: whether anything was planned.
    private mutating func stopForPressure(_ excess: Excess) -> Bool {
        if becomesRemoval(excess) { return removeForDisk(excess) }
        let running = givingWay { $0.isUp }
        guard !running.isEmpty else {
            putOff(.stop, because: "\(excess.reason), and no managed node runs that may be stopped")
            return false
        }
        let room = budget.room(for: .stop, kind: nil, disturbs: true, pressing: pressing(excess))
        guard room.count > 0 else {
            putOff(.stop, because: room.because)
            return false
        }
        let needed = rules.contains(.onlyWhatIsNeeded) ? need(for: excess, of: running, most: room.count) : room.count
        return actOnFirst(
            needed, of: running, verb: .stop, cause: excess.metric.cause, reason: excess.reason, setBy: .pressure,
            relief: excess.reading)
            > 0
    }

    private mutating func removeForDisk(_ excess: Excess) -> Bool {
        let onDisk = givingWay { view in
            (view.isUp || view.status == .stopped)
                && (!rules.contains(.hysteresis) || isOnDisk(view))
        }
        let allowed = onDisk.filter { census.kinds[$0.kind].mayRemove || !rules.contains(.removesOnlyWritten) }
        guard !allowed.isEmpty else {
            putOff(
                .remove,
                because: onDisk.isEmpty
                    ? "\(excess.reason), and no managed node is on that file system"
                    : "\(excess.reason), and neither `relief: remove` nor `hd_remove` is written")
            return false
        }
        let room = budget.room(for: .remove, kind: nil, disturbs: true, pressing: pressing(excess))
        guard room.count > 0 else {
            putOff(.remove, because: room.because)
            return false
        }
        let rows = inOrderOfRemoval(allowed)
        let needed = rules.contains(.onlyWhatIsNeeded) ? need(for: excess, of: rows, most: room.count) : room.count
        return actOnFirst(
            needed, of: rows, verb: .remove, cause: excess.metric.cause, reason: excess.reason, setBy: .pressure,
            relief: excess.reading)
            > 0
    }

    private func pressing(_ excess: Excess) -> Budget.Pressing {
        if excess.isFloor { return .floor }
        return rules.contains(.relievesAtCapacity) ? .relief : .no
    }

    /// wnm removes under any pressure while some node is outdated and none is being removed.
    private func becomesRemoval(_ excess: Excess) -> Bool {
        guard !rules.contains(.stopsSuffice), census.flights[.removal] == nil else { return false }
        return census.nodes.contains { view in
            guard let target = census.kinds[view.kind].version, view.status != .disabled else { return false }
            return version(of: view).map { $0 != target } ?? false
        }
    }

    /// Managed nodes of the kinds that give way first, youngest first; only of the lowest `relief_priority` that has any.
    private func givingWay(where isFit: (NodeView) -> Bool) -> [NodeView] {
        let fit = census.nodes.filter { view in
            census.kinds[view.kind].relief != .never && view.flight == nil && !chosen.contains(view.index)
                && census.isManaged(view) && isFit(view)
        }
        guard let first = fit.map({ census.kinds[$0.kind].priority }).min() else { return [] }
        return fit.filter { census.kinds[$0.kind].priority == first }.sorted(by: NodeView.isYounger)
    }
}

extension NodeView {
    /// Runs, or is started by its owner again and again; what was asked for is in flight and gives no way.
    fileprivate var isUp: Bool { status == .running || status == .restarting }
}
