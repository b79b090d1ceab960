import MusterModel
import MusterPolicy

/// A fleet in memory: every host with as many running nodes, nothing to do on most of them.
struct ExampleFleet {
    let situations: [Situation]
    static let now = Timestamp(milliseconds: 1_800_000_000_000)

    init(hosts: Int, nodes: Int) throws {
        situations = try (1...hosts).map { try Self.situation($0, nodes: nodes) }
    }

    /// Every tenth host is below its cap, and every tenth under pressure: decisions of all sorts.
    private static func situation(_ number: Int, nodes: Int) throws -> Situation {
        guard let name = HostName("host\(number)") else { throw BenchError.badName(number) }
        let cap = number % 10 == 0 ? nodes + 5 : nodes
        let policy = Policy(
            host: [:],
            kinds: [
                ServiceKind.antnode.name: [
                    "node_cap": .integer(Int64(cap)),
                    "rewards_address": .text("0x52908400098527886E0F7030069857D2E4169EE7"),
                    "antnode_path": .text("/usr/local/bin/antnode"), "node_storage": .text("/var/antctl/services"),
                    "process_manager": .text("systemd+sudo"),
                ]
            ])
        let target = HostTarget(name: name, kinds: [.antnode], policy: policy)
        let facts = HostFacts(
            hostname: name.text, machineID: "machine-\(number)", bootID: "boot", kernel: "6.1.0",
            operatingSystem: nil, architecture: "x86_64", cores: 16, uid: 0, user: "root", home: "/root")
        return Situation(
            target: target, now: now, facts: facts, surveyedAt: now.advanced(by: .seconds(-30)),
            sources: ["unit:system", "process", "registry", "leftover"].map {
                SourceReport(kind: "antnode", id: $0, outcome: .complete, uid: 0)
            },
            sample: sample(busy: number % 10 == 1 ? 90 : 30), nodes: (1...nodes).map { node($0, on: name) })
    }

    private static func sample(busy: Double) -> Sample {
        var sample = Sample(clock: HostClock(wall: now, sinceBoot: 86_400_000), interval: 1000)
        sample.cpu = CPUUse(
            user: busy, nice: 0, system: 0, idle: 100 - busy, iowait: 0, irq: 0, softirq: 0, steal: 0)
        sample.memory = Memory(total: 64 << 30, available: 40 << 30, free: 10 << 30, swapTotal: 0, swapFree: 0)
        sample.load = Load(one: 2, five: 2, fifteen: 2)
        sample.fileSystems = [
            FileSystem(
                path: "/", source: "/dev/vda1", type: "ext4", device: "254:0", total: 500 << 30,
                available: 300 << 30, used: 200 << 30, inodes: 1000, inodesFree: 900, readOnly: false)
        ]
        return sample
    }

    private static func node(_ number: Int, on host: HostName) -> NodeRecord {
        let digits = String(number)
        let name = "antnode" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        var node = NodeObservation(kind: "antnode", name: name, key: "/var/antctl/services/\(name)")
        node.fields = [
            NodeField.number: .integer(Int64(number)), NodeField.version: .text("0.4.17"),
            NodeField.rewardsAddress: .text("0x52908400098527886E0F7030069857D2E4169EE7"),
            NodeField.dataDirectory: .text("/var/antctl/services/\(name)"),
            NodeField.nodePort: .integer(Int64(55000 + number)), NodeField.metricsPort: .integer(Int64(13000 + number)),
            NodeField.binary: .text("/var/antctl/services/\(name)/antnode"), NodeField.user: .text("ant"),
        ]
        var unit = UnitEvidence(managerUID: nil, name: "\(name).service")
        unit.activeState = "active"
        node.unit = unit
        node.processes = [
            ProcessEvidence(
                pid: Int32(number + 100), startedAfterBoot: Int64(number), uid: 999, user: "ant",
                executable: "/var/antctl/services/\(name)/antnode", executableReplaced: false, cpuMilliseconds: 1234,
                residentBytes: 110_000_000, threads: 9)
        ]
        node.seenBy = ["unit:system", "process"]
        return NodeRecord(
            id: NodeID(host: host, name: name), kind: "antnode", key: node.key, status: .running,
            health: .answering, lastKnownStatus: .running, evidenceAt: now.advanced(by: .seconds(-30)),
            firstSeenAt: now.advanced(by: .seconds(-90_000 - number)),
            createdAt: now.advanced(by: .seconds(-90_000 - number)),
            storage: StorageIdentity(mountPoint: "/", device: "254:0"), managed: true, observation: node)
    }
}

enum BenchError: Error {
    case badName(Int)
    case sqlite(String)
    case unreachable(UInt16)
}
