import MusterModel

extension Draft {
    /// Brings running nodes to the policy's `target_version`, the oldest first, nodes that are unwell last.
    mutating func upgradeOutdated() {
        for (place, kind) in census.kinds.enumerated() where kind.upgrades {
            guard let target = kind.version else {
                putOff(.upgrade, because: "`enable_upgrade` is set for \(kind.name), but no `target_version`")
                continue
            }
            let outdated = census.nodes.filter { view in
                view.kind == place && census.isManaged(view) && isUpgradable(view) && !chosen.contains(view.index)
                    && version(of: view).map { $0 < target } ?? false
            }
            if !outdated.isEmpty { upgrade(outdated, of: kind, to: target) }
        }
    }

    private mutating func upgrade(_ outdated: [NodeView], of kind: KindPolicy, to target: ReleaseVersion) {
        if let doubt = guards.uncertain {
            return putOff(.upgrade, count: outdated.count, because: doubt.text)
        }
        if census.flights[.removal] != nil || actions.contains(where: { $0.verb.flight == .removal }) {
            return putOff(.upgrade, count: outdated.count, because: "nodes are being stopped or removed")
        }
        if let excess = pressure.over.first {
            return putOff(.upgrade, count: outdated.count, because: excess.reason)
        }
        let source: BinarySource
        switch situation.binary(for: kind.kind, version: target) {
        case .success(let found): source = found
        case .failure(let lack): return putOff(.upgrade, count: outdated.count, because: lack.message)
        }
        let room = budget.room(for: .upgrade, kind: kind.name, disturbs: true)
        let row =
            outdated.filter { !isUnwell($0) }.sorted(by: NodeView.isOlder)
            + outdated.filter { isUnwell($0) }.sorted(by: NodeView.isOlder)
        var planned = 0
        for view in row {
            guard planned < room.count else { break }
            if upgrade(view, of: kind, to: target, from: source) { planned += 1 }
        }
        if planned == room.count { putOff(.upgrade, count: row.count - planned, because: room.because) }
    }

    private mutating func upgrade(
        _ view: NodeView, of kind: KindPolicy, to target: ReleaseVersion, from source: BinarySource
    ) -> Bool {
        if let restraint = restraints.reason(view, for: .upgrade, binary: source.sha256) ?? spacing(of: view) {
            putOff(.upgrade, view, because: restraint)
            return false
        }
        let gate = HealthGate(kind.kind, policy: policy, judges: !isUnwell(view))
        let reason = "\(version(of: view)?.description ?? "its version") is below \(target)"
        return act(
            .upgrade, on: view, cause: .outdated, reason: reason, setBy: .upgrade, source: source, gate: gate)
    }

    /// The version that a node runs; `nil` where it does not say one that can be compared.
    func version(of view: NodeView) -> ReleaseVersion? {
        census.record(view).observation.fields[NodeField.version].flatMap { ReleaseVersion($0.text) }
    }

    /// Runs, or tries to again and again.
    func isUpgradable(_ view: NodeView) -> Bool {
        view.status == .running || (view.status == .restarting && census.record(view).health == .crashLoop)
    }

    /// Bad before: it neither goes first nor judges the binary.
    func isUnwell(_ view: NodeView) -> Bool {
        let record = census.record(view)
        return record.health == .notAnswering || record.health == .crashLoop || record.startMoves > 0
    }

    /// Why a node must not be started anew yet: completes `deferred because …`.
    func spacing(of view: NodeView) -> String? {
        let least = 1000 * (policy.whole(.restartSpacing) ?? 300)
        let name = census.name(view)
        let last = situation.recent.first { $0.node == name && $0.hasStarted }
        guard let ended = last?.endedAt, situation.elapsed(since: ended) < least else { return nil }
        return "it was started \(situation.elapsed(since: ended).seconds) s ago, and \(least / 1000) s lie between "
            + "two starts of one node"
    }
}

extension LedgerEntry {
    /// Whether the node's process was started anew, as also by an upgrade that was rolled back.
    fileprivate var hasStarted: Bool {
        switch state {
        case .done: verb.starts
        case .failed: verb == .upgrade || verb == .restart
        default: false
        }
    }
}

extension HealthGate {
    /// The gate of a kind's upgrades, as the policy wants it.
    init(_ kind: ServiceKind, policy: Policy, judges: Bool) {
        let hold = 1000 * (policy.whole(.upgradeHold, kind: kind.name) ?? 60)
        let settle = 1000 * (policy.whole(.delayUpgrade, kind: kind.name) ?? 300)
        self.init(
            probes: kind.probes, minPeers: policy.whole(.minPeers, kind: kind.name), holdFor: hold,
            within: hold + settle, rollsBack: policy.text(.rollback, kind: kind.name) != "never", judges: judges)
    }
}
