package import MusterModel

/// The limits above the hosts, counted down while a round plans host after host.
///
/// Starts count over the whole fleet and the last minute; disturbed nodes and hosts over each group of a host, of which
/// the tightest counts. Hosts without a group are one group.
package struct FleetLimits: Hashable, Sendable {
    /// What is known of one host before the round.
    package struct Host: Hashable, Sendable {
        package var name: HostName
        package var groups: [String]
        /// Managed nodes, and those of them that are disturbed: in flight, settling, stopped by an upgrade, UNKNOWN.
        package var nodes: Int
        package var disturbed: Int

        package init(name: HostName, groups: [String], nodes: Int, disturbed: Int) {
            self.name = name
            self.groups = groups
            self.nodes = nodes
            self.disturbed = disturbed
        }
    }

    private struct Group: Hashable, Sendable {
        var nodes = 0
        var disturbedNodes = 0
        var hosts = 0
        var disturbedHosts = 0
    }

    private let startsPerMinute: Int
    private let nodeShare: Int
    private let hostShare: Int
    private var starts: Int
    private var hosts: [HostName: Host] = [:]
    private var groups: [String: Group] = [:]

    private static let ungrouped = ["no group"]

    /// - Parameters:
    ///   - policy: of any host: these keys have one value for the fleet.
    ///   - startsInLastMinute: as the ledger counts them.
    package init(policy: Policy, hosts: [Host], startsInLastMinute: Int) {
        startsPerMinute = Int(policy.whole(.maxStartsPerMinute) ?? 10)
        nodeShare = Int(policy.whole(.maxDisturbedNodes) ?? 10)
        hostShare = Int(policy.whole(.maxDisturbedHosts) ?? 20)
        starts = startsInLastMinute
        for host in hosts {
            self.hosts[host.name] = host
            for name in Self.groups(of: host) {
                groups[name, default: Group()].nodes += host.nodes
                groups[name, default: Group()].disturbedNodes += host.disturbed
                groups[name, default: Group()].hosts += 1
                groups[name, default: Group()].disturbedHosts += host.disturbed > 0 ? 1 : 0
            }
        }
    }

    /// What a host may do now.
    package func allowance(of name: HostName) -> Allowance {
        let startsLeft = max(0, startsPerMinute - starts)
        var allowance = Allowance(starts: startsLeft, disturbances: .max)
        if startsLeft == 0 { allowance.because = "\(starts) starts in the last minute use up the fleet's limit" }
        guard let host = hosts[name] else { return allowance }
        for group in Self.groups(of: host) {
            guard let counts = groups[group] else { continue }
            let nodesLeft = Self.share(nodeShare, of: counts.nodes) - counts.disturbedNodes
            let hostsLeft = Self.share(hostShare, of: counts.hosts) - counts.disturbedHosts
            let left = max(0, host.disturbed > 0 || hostsLeft > 0 ? nodesLeft : 0)
            guard left < allowance.disturbances else { continue }
            allowance.disturbances = left
            if left == 0 {
                allowance.because =
                    nodesLeft <= 0
                    ? "\(counts.disturbedNodes) of \(counts.nodes) nodes of \(group) are disturbed already"
                    : "\(counts.disturbedHosts) of \(counts.hosts) hosts of \(group) are disturbed already"
            }
        }
        return allowance
    }

    /// Counts what a host is about to do, before the next host is planned.
    package mutating func note(_ plan: Plan) {
        starts += plan.actions.count { $0.verb.starts }
        let disturbing = plan.actions.count { $0.verb.disturbs }
        guard disturbing > 0, let host = hosts[plan.host] else { return }
        hosts[plan.host]?.disturbed += disturbing
        for name in Self.groups(of: host) {
            groups[name]?.disturbedNodes += disturbing
            groups[name]?.disturbedHosts += host.disturbed == 0 ? 1 : 0
        }
    }

    /// Rounded down, and always at least one.
    private static func share(_ percent: Int, of count: Int) -> Int { max(1, count * percent / 100) }

    private static func groups(of host: Host) -> [String] { host.groups.isEmpty ? ungrouped : host.groups }
}
