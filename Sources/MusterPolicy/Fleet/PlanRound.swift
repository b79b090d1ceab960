package import MusterModel

/// Plans over several hosts, made one after the other: what an earlier one is about to do is not free for a later one.
///
/// They share the limits above the hosts, the ports of one public address, and the draw of a scope's wallets. The order
/// of the hosts decides who gets what, so that equal situations in an equal order give equal plans.
package struct PlanRound: Hashable, Sendable {
    private var limits: FleetLimits?
    /// Ports of nodes that are about to be made, by the label `nat` of their hosts.
    private var ports: [String: Set<UInt16>] = [:]
    /// Addresses of such nodes, by the scope that they were drawn from.
    private var draws: [String: [String: Int]] = [:]

    /// - Parameter limits: as the ledger counts them; `nil` where they are overridden.
    package init(limits: FleetLimits?) { self.limits = limits }

    /// Goes beyond the limits above the hosts from now on.
    package mutating func liftLimits() { limits = nil }

    /// Plans for one host, within what the plans before left.
    package mutating func plan(
        _ situation: Situation, by decision: (Situation) -> Plan = { decide($0) }
    ) -> HostDecision {
        var situation = situation
        situation.allowance = limits?.allowance(of: situation.target.name) ?? .unlimited
        take(from: &situation)
        let plan = decision(situation)
        note(plan, of: situation.target)
        return HostDecision(situation: situation, plan: plan)
    }

    /// Counts a plan that was made elsewhere and is not in the ledger yet.
    package mutating func note(_ plan: Plan, of host: HostTarget) {
        limits?.note(plan)
        for node in plan.actions.lazy.filter({ $0.verb == .add || $0.verb == .restore }).map(\.node) {
            if let nat = host.nat { ports[nat, default: []].formUnion(node.ports.map(\.port)) }
            guard let address = node.rewardsAddress else { continue }
            draws[host.walletScope(of: node.kind), default: [:]][address, default: 0] += 1
        }
    }

    private func take(from situation: inout Situation) {
        let host = situation.target
        if let nat = host.nat, let taken = ports[nat] {
            situation.sharedPorts = taken.union(situation.sharedPorts).sorted()
        }
        guard !draws.isEmpty else { return }
        for kind in host.kinds {
            guard let drawn = draws[host.walletScope(of: kind.name)] else { continue }
            situation.drawn[kind.name, default: [:]].merge(drawn, uniquingKeysWith: +)
        }
    }
}

/// What was decided about one host, and on what.
package struct HostDecision: Hashable, Sendable {
    package let situation: Situation
    package let plan: Plan
}
