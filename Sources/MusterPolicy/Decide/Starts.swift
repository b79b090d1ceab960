import MusterModel

extension Draft {
    /// Starts what pressure stopped, when it is over, and what should run and does not; the oldest first.
    mutating func startStopped() {
        for (place, kind) in census.kinds.enumerated() {
            let stopped = census.nodes.filter {
                $0.kind == place && $0.status == .stopped && !chosen.contains($0.index) && census.isManaged($0)
            }
            let due = stopped.filter { wish(of: $0) != nil }.sorted(by: NodeView.isOlder)
            noteRest(of: stopped.filter { wish(of: $0) == nil })
            if !due.isEmpty { start(due, of: kind, at: place) }
        }
    }

    private mutating func start(_ due: [NodeView], of kind: KindPolicy, at place: Int) {
        if let wait = waitForRoom {
            return putOff(.start, count: due.count, because: wait)
        }
        var room = budget.room(for: .start, kind: kind.name, disturbs: false)
        let here = census.nodes.filter { $0.kind == place && !$0.isGone }
        // One that may run counts as one that does.
        let running = here.count { $0.status.isWorking || $0.flight == .start }
        room.tighten(to: kind.cap - running, because: "\(running) nodes run where `node_cap` is \(kind.cap)")
        if !rules.contains(.startsAtCap) {
            room.tighten(to: here.count < kind.cap ? room.count : 0, because: "\(here.count) nodes are at the cap")
        }
        var planned = 0
        for view in due {
            guard planned < room.count else { break }
            if let restraint = restraints.reason(view, for: .start) ?? spacing(of: view) {
                putOff(.start, view, because: restraint)
            } else if let wish = wish(of: view),
                act(.start, on: view, cause: .shouldRun, reason: wish.reason, setBy: wish.setBy)
            {
                planned += 1
            }
        }
        if planned == room.count { putOff(.start, count: due.count - planned, because: room.because) }
    }

    /// Why nothing at all may be started or added on the host now: completes `deferred because …`.
    var waitForRoom: String? {
        if let unrest = pressure.unrest { return unrest }
        if actions.contains(where: { $0.verb.flight == .removal && $0.cause != .dead }) {
            return "nodes are being stopped or removed"
        }
        if !rules.contains(.pipelinesStarts), census.flights.values.reduce(0, +) + census.migrating > 0 {
            return "operations are under way"
        }
        return rules.contains(.hysteresis) ? waitBeforeStarts : nil
    }

    /// Why a stopped node should run, and who wants it; `nil` where it should not.
    private func wish(of view: NodeView) -> (reason: String, setBy: DesiredState.Setter)? {
        guard let desired = census.record(view).desired else { return nil }
        let isOver = desired.until.map { $0 <= now } ?? false
        switch (desired.goal, desired.setBy) {
        case (.running, let setter): return ("it should run and does not", setter)
        case (.stopped, .pressure): return ("the pressure that stopped it is over", .pressure)
        case (.stopped, let setter) where isOver: return ("the time for which it was stopped is over", setter)
        case (.stopped, _), (.disabled, _), (.absent, _): return nil
        }
    }

    /// Says of stopped nodes that nobody will start why that is so.
    private mutating func noteRest(of stopped: [NodeView]) {
        for view in stopped where view.flight == nil {
            let desired = census.record(view).desired
            putOff(
                .start, view,
                because: desired.map(\.wish)
                    ?? "nobody said that it should run; `muster node start` does")
        }
    }
}

extension DesiredState {
    /// Who wants what, and how it ends: completes `deferred because …`.
    fileprivate var wish: String {
        let who =
            switch setBy {
            case .operator: "an operator"
            case .import: "the manager before"
            case .upgrade: "an upgrade"
            case .pressure: "pressure"
            }
        let end = goal == .stopped ? "; `muster node start` ends that" : ""
        return "\(who) wants it \(goal.rawValue): \(reason)\(end)"
    }
}
