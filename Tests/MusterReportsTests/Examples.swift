import MusterModel
import Testing

extension Timestamp {
    /// 2026-04-19 12:00:00 UTC, and a number of seconds later.
    static func noon(plus seconds: Int64 = 0) -> Timestamp {
        Timestamp(milliseconds: 1_776_600_000_000 + seconds * 1000)
    }
}

extension Freshness {
    static let noon = Freshness(now: .noon(), staleAfter: .seconds(600))
}

extension HostName {
    static func named(_ text: String) throws -> HostName { try #require(HostName(text)) }
}

/// Text that means something to a terminal, a shell, CSV, InfluxDB and JSON.
let hostileText = "\u{1B}[2J\u{202E}a\"b\\,c=$(id)`x`\n\u{9B}d"

extension NodeRecord {
    static func example(_ number: Int, on host: HostName, _ status: NodeStatus = .running) -> NodeRecord {
        let name = "antnode000\(number)"
        var node = NodeObservation(kind: "antnode", name: name, key: "/var/antctl/services/\(name)")
        node.fields = [
            NodeField.number: .integer(Int64(number)), NodeField.version: .text("0.4.17"),
            NodeField.peerID: .text("12D3KooWPRBHMymrDSo5BYEqQhjKr64jRb7f15DpMmmQ4oKUswKX"),
            NodeField.rewardsAddress: .text("0x52908400098527886E0F7030069857D2E4169EE7"),
            NodeField.dataDirectory: .text("/var/antctl/services/\(name)"), NodeField.nodePort: .integer(12001),
            NodeField.metricsPort: .integer(13001), NodeField.logDirectory: .text("/var/log/\(name)"),
        ]
        node.metrics = measured
        var unit = UnitEvidence(managerUID: nil, name: "\(name).service")
        unit.activeState = status == .running ? "active" : "inactive"
        node.unit = unit
        if status == .running { node.processes = [process] }
        return NodeRecord(
            id: NodeID(host: host, name: name), kind: "antnode", key: node.key, status: status,
            health: status == .running ? .answering : nil, lastKnownStatus: .running, evidenceAt: .noon(plus: -65),
            firstSeenAt: .noon(plus: -90_000), createdAt: .noon(plus: -90_000),
            storage: StorageIdentity(mountPoint: "/var", device: "254:1"), earned: Attos(12_500_000_000_000_000),
            observation: node)
    }

    private static let measured: [String: Scalar] = [
        "gets": .integer(42), "puts": .integer(125), "uptime": .integer(86460),
        "rewards": .integer(12_500_000_000_000_000), "records": .integer(143), "connected_peers": .integer(11),
        "network_size": .integer(2_064_384), "open_connections": .integer(13), "total_peers": .integer(362),
        "shunned_count": .integer(3), "bad_peers": .integer(2), "mem": .real(97.8125), "cpu": .real(1.7253),
        "rel_records": .integer(97), "max_records": .integer(16384), "payment_count": .integer(5),
        "live_time": .integer(24), "shunned_closedgroup": .integer(1), "shunned_oldclosedgroup": .integer(0),
    ]

    private static let process = ProcessEvidence(
        pid: 4711, startedAfterBoot: 5000, uid: 999, user: "ant",
        executable: "/var/antctl/services/antnode0001/antnode", executableReplaced: false, cpuMilliseconds: 1234,
        residentBytes: 110_000_000, threads: 9)
}

extension Sample {
    static var example: Sample {
        var sample = Sample(clock: HostClock(wall: .noon(), sinceBoot: 86_400_000), interval: 1000)
        sample.cpu = CPUUse(user: 20, nice: 1, system: 4, idle: 70.04, iowait: 2.96, irq: 0.5, softirq: 0.5, steal: 1)
        sample.memory = Memory(total: 16 << 30, available: 4 << 30, free: 1 << 30, swapTotal: 0, swapFree: 0)
        sample.load = Load(one: 1.5, five: 1.25, fifteen: 1)
        sample.fileSystems = [
            FileSystem(
                path: "/", source: "/dev/vda1", type: "ext4", device: "254:0", total: 100, available: 90, used: 10,
                inodes: 1000, inodesFree: 900, readOnly: false),
            FileSystem(
                path: "/var", source: "/dev/vda2", type: "ext4", device: "254:1", total: 500_000_000_000,
                available: 315_000_000_000, used: 184_000_000_000, inodes: 1000, inodesFree: 900, readOnly: false),
        ]
        sample.networks = [
            NetworkRate(name: "eth0", receivedBytesPerSecond: 1000.9, sentBytesPerSecond: 500, errorsPerSecond: 0)
        ]
        return sample
    }
}

extension HostState {
    static func example(_ name: String, surveyed seconds: Int64? = -65, nodes: [NodeRecord] = []) throws -> HostState {
        var host = HostState(name: try .named(name), groups: ["hetzner"], labels: ["country": "fi"])
        guard let seconds else { return host }
        host.contact = HostContact(
            at: .noon(plus: seconds), outcome: .ok, lastReachedAt: .noon(plus: seconds), address: "203.0.113.5")
        let facts = HostFacts(
            hostname: name, machineID: "m", bootID: "b", kernel: "6.1.0-18", operatingSystem: "Debian 12",
            architecture: "x86_64", cores: 8, uid: 0, user: "root")
        host.surveyed = SurveyedHost(
            at: .noon(plus: seconds), isComplete: true, facts: facts, levels: HostLevels(.example))
        for node in nodes {
            host.nodes.byStatus[node.status, default: 0] += 1
            host.nodes.byVersion[node.observation.fields[NodeField.version]?.text ?? "", default: 0] += 1
            host.nodes.earned = (host.nodes.earned ?? .zero) + node.earned
        }
        return host
    }
}
