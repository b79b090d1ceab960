package import MusterModel

extension NodeSpec {
    /// Describes a node that does not exist yet, by the kind's launch and the host's policy.
    ///
    /// - Parameter wallet: whom it will earn for, as ``WalletDraw`` chose; `nil` for kinds that earn nothing.
    package static func new(
        kind: ServiceKind, number: Int64, target: HostTarget, facts: HostFacts, wallet: String?
    ) throws(SpecError) -> NodeSpec {
        guard let launch = kind.launch else { throw .noLaunch(kind: kind.name) }
        let place = try NodePlace(kind: kind.name, target: target, facts: facts)
        let policy = target.policy
        var words = LaunchWords(kind: kind.name, number: number, policy: policy)
        let name = try words.expanded(launch.name)
        let data = place.storage.appendingPath(name)
        let logs = place.logs.appendingPath(name)
        var ports: [PortClaim] = []
        for base in PortBase.used(by: launch) {
            ports.append(try base.claim(number: number, kind: kind.name, policy: policy))
        }
        words.values = ["name": name, "data_dir": data, "log_dir": logs, "shared_dir": place.shared]
        words.values["network"] = policy.text(.network, kind: kind.name)
        words.values["rewards_address"] = wallet
        for claim in ports { words.values[claim.field] = String(claim.port) }
        return NodeSpec(
            kind: kind.name, name: name, number: number, manager: place.manager,
            unit: place.manager == .process ? nil : name + ".service", user: place.user, storage: place.storage,
            dataDirectory: data, logDirectory: logs, binary: data.appendingPath(launch.binary),
            arguments: try words.arguments(launch), environment: policy.environment(of: kind.name), ports: ports,
            rewardsAddress: wallet,
            identityFile: try kind.identityFile.map { file throws(SpecError) in
                try words.expanded(file)
            },
            startAtBoot: policy.flag(.startAtBoot, kind: kind.name), firewall: policy.firewall(of: kind.name))
    }
}

extension Policy {
    /// Variables of the policy's `NAME=value` words; the last one of a name counts.
    func environment(of kind: String) -> [String: String] {
        var variables: [String: String] = [:]
        for word in (text(.environment, kind: kind) ?? "").split(separator: " ") {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
        }
        return variables
    }

    func firewall(of kind: String) -> FirewallKind {
        text(.firewall, kind: kind).flatMap { FirewallKind(rawValue: $0) } ?? .none
    }
}

extension String {
    func appendingPath(_ component: String) -> String { self == "/" ? "/" + component : self + "/" + component }
}
