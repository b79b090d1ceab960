extension PolicyKey {
    /// The rule of a key that may differ between the kinds of service on one host.
    var kindRule: PolicyRule {
        switch self {
        case .nodeCap:
            PolicyRule(
                .whole(0...100_000), .kind, default: .value(.integer(20)), unit: "nodes",
                "most nodes on a host; removal down to it only where somebody wrote it")
        case .relief:
            PolicyRule(
                .choice(["never", "stop", "remove"]), .kind, default: .value(.text("stop")),
                "what may be done to nodes of this kind under pressure")
        case .reliefPriority:
            PolicyRule(
                .whole(0...1000), .kind, default: .value(.integer(100)),
                "kinds with a lower number give way first under pressure")
        case .delayStart: .seconds(300, .kind, "time that a started node gets before it counts as settled")
        case .delayRestart: .seconds(600, .kind, "time that a restarted node gets before it counts as settled")
        case .delayUpgrade: .seconds(300, .kind, "time that an upgraded node gets before it counts as settled")
        case .delayRemove: .seconds(300, .kind, "time between stopping a node and removing its data")
        case .enableUpgrade: .flag("plan upgrades of outdated nodes")
        case .targetVersion: PolicyRule(.version, .kind, "version below which a node is outdated")
        case .upgradeHold: .seconds(60, .kind, "how long an upgraded node must stay well before the next one")
        case .minPeers:
            PolicyRule(
                .whole(0...100_000), .kind, unit: "peers",
                "peers that an upgraded node must have; without it half of those before")
        case .rollback:
            PolicyRule(
                .choice(["always", "never"]), .kind, default: .value(.text("always")),
                "whether a failed upgrade brings the old binary back; never holds the host instead")
        case .startAtBoot: .flag("units of nodes start when the host boots")
        case .processManager:
            PolicyRule(
                .choice(Self.processManagers), .kind, default: .value(.text("systemd+user")),
                "what owns the processes of new nodes")
        case .nodeUser:
            PolicyRule(.text, .kind, default: .value(.text("ant")), "who runs new nodes where the agent is root")
        case .nodeStorage: PolicyRule(.path, .kind, "directory that holds the data of new nodes")
        case .network:
            PolicyRule(
                .text, .kind, default: .value(.text("evm-arbitrum-one")), "network that new nodes are paid on")
        case .firewall:
            PolicyRule(
                .choice(["none", "ufw", "nftables"]), .kind, default: .value(.text("none")),
                "where the public ports of nodes are opened and closed")
        case .rewardsAddress: PolicyRule(.wallets, .kind, "addresses that new nodes earn for, with weights")
        case .donateAddress: PolicyRule(.address, .kind, "the address that `donate` stands for")
        case .portStart: .portBase(55, "thousands of the node port: node 7 gets 55007")
        case .metricsPortStart: .portBase(13, "thousands of the metrics port: node 7 gets 13007")
        case .rpcPortStart: .portBase(30, "thousands of the RPC port: node 7 gets 30007")
        case .noUPnP: .flag("start nodes with --no-upnp")
        case .environment: PolicyRule(.environment, .kind, "variables for new nodes: NAME=value NAME=value")
        case .startArgs: PolicyRule(.text, .kind, "further arguments for new nodes")
        case .antnodePath: PolicyRule(.path, .kind, "binary that new nodes are made from")
        case .antctlPath: PolicyRule(.path, .kind, "antctl's executable")
        case .antctlDebug: .flag("call antctl with --debug")
        case .antctlVersion: PolicyRule(.version, .kind, "version that antctl adds and upgrades to")
        default: PolicyRule(.text, .kind, "")
        }
    }

    private static let processManagers = [
        "systemd+sudo", "systemd+user", "setsid+sudo", "setsid+user", "launchd+sudo", "launchd+user", "antctl+sudo",
        "antctl+user", "antctl+zen",
    ]
}

extension PolicyRule {
    static func flag(_ help: String) -> PolicyRule {
        PolicyRule(.flag, .kind, default: .value(.text("false")), help)
    }

    /// Thousands, or a port whose thousands count, as wnm takes both.
    static func portBase(_ value: Int64, _ help: String) -> PolicyRule {
        PolicyRule(.whole(1...65_535), .kind, default: .value(.integer(value)), unit: "thousand", help)
    }
}
