import MusterModel

extension Draft {
    /// Nodes that a verb without names chooses from: managed, fit for it, and never disabled ones or such that need a
    /// human.
    func eligible(_ order: OperatorOrder) -> [NodeView] {
        census.nodes.filter { view in
            census.isManaged(view) && isOfKind(view, order.kind) && unfit(view, for: order) == nil
                && (view.status != .disabled || order.verb == .enable)
                && (order.verb != .stop || view.status != .stopped)
        }
    }

    func isOfKind(_ view: NodeView, _ kind: String?) -> Bool {
        kind.map { census.kinds[view.kind].name == $0 } ?? true
    }

    /// Why a verb makes no sense for a node: completes `deferred because …`.
    func unfit(_ view: NodeView, for order: OperatorOrder) -> String? {
        let status = view.status
        if status == .unknown { return nil }
        switch order.verb {
        case .start:
            if status == .disabled { return "it is disabled; `muster node enable` ends that" }
            return status == .stopped ? nil : "it is \(status.rawValue)"
        case .stop:
            let desired = census.record(view).desired
            let isDone = status == .stopped && desired?.goal == .stopped && desired?.setBy == .operator
            if isDone, desired?.until == order.until { return "it is stopped already" }
            return [.running, .restarting, .stopped].contains(status) ? nil : "it is \(status.rawValue)"
        case .restart: return [.running, .restarting].contains(status) ? nil : "it is \(status.rawValue)"
        case .upgrade: return unfitForUpgrade(view, order)
        case .disable: return status == .disabled && !isUpAgain(view) ? "it is disabled already" : nil
        case .enable: return status == .disabled ? nil : "it is not disabled"
        case .remove: return view.isGone ? "it is removed already" : nil
        case .add, .restore, .takeOver, .giveBack: return nil
        }
    }

    /// Whether somebody else started a node that an operator disabled.
    private func isUpAgain(_ view: NodeView) -> Bool {
        [.running, .restarting].contains(census.record(view).status)
    }

    /// Whether a node is already as the verb would make it.
    func isMet(_ order: OperatorOrder, by view: NodeView) -> Bool {
        guard census.isManaged(view), unfit(view, for: order) != nil else { return false }
        switch order.verb {
        case .start: return view.status == .running
        case .stop: return view.status == .stopped
        case .disable: return view.status == .disabled
        case .enable: return [.running, .stopped].contains(view.status)
        case .remove: return view.isGone
        case .upgrade: return view.status == .running
        case .restart, .add, .restore, .takeOver, .giveBack: return false
        }
    }

    private func unfitForUpgrade(_ view: NodeView, _ order: OperatorOrder) -> String? {
        guard isUpgradable(view) else { return "it is \(view.status.rawValue)" }
        let named = order.source?.version.flatMap { ReleaseVersion($0) }
        guard order.source?.allowsDowngrade != true,
            let target = order.version ?? named ?? census.kinds[view.kind].version,
            let running = version(of: view), running >= target
        else { return nil }
        return "it runs \(running), which is not below \(target)"
    }
}
