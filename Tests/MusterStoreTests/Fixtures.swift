import Foundation
import MusterModel
import MusterStore
import Testing

/// A directory that is gone when the test is over.
final class TemporaryDirectory {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "muster-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path(percentEncoded: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
}

extension Timestamp {
    /// A moment counted in seconds from one that all tests share.
    static func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_790_000_000_000 + seconds * 1000) }
}

extension HostName {
    /// A name that is known to be valid.
    static func named(_ text: String) throws -> HostName { try #require(HostName(text)) }
}

extension Store {
    static func writing(_ path: String, at seconds: Int64 = 0) throws -> Store {
        try open(path, mode: .readWrite(now: .at(seconds), newControllerID: "c0ffee"))
    }
}

extension Survey {
    /// A survey of a machine with two file systems.
    static func example(nodes: [NodeObservation] = [], complete: Bool = true, boot: String = "boot-1") -> Survey {
        var sample = Sample(clock: HostClock(wall: .at(0), sinceBoot: 86_400_000), interval: 1000)
        sample.cpu = CPUUse(user: 20, nice: 1, system: 4, idle: 70, iowait: 3, irq: 0.5, softirq: 0.5, steal: 1)
        sample.memory = Memory(total: 16 << 30, available: 4 << 30, free: 1 << 30, swapTotal: 0, swapFree: 0)
        sample.load = Load(one: 1.5, five: 1.25, fifteen: 1)
        sample.fileSystems = [
            FileSystem(
                path: "/", source: "/dev/vda1", type: "ext4", device: "254:1", total: 100, available: 40, used: 60,
                inodes: 1000, inodesFree: 900, readOnly: false),
            FileSystem(
                path: "/data", source: "/dev/vdb", type: "xfs", device: "254:16", total: 1000, available: 100,
                used: 900, inodes: 1000, inodesFree: 900, readOnly: false),
        ]
        let facts = HostFacts(
            hostname: "hel01", machineID: "m-1", bootID: boot, kernel: "6.1.0", operatingSystem: "Debian 12",
            architecture: "x86_64", cores: 8, uid: 0, user: "root")
        return Survey(
            facts: facts, sample: sample,
            sources: [SourceReport(kind: "antnode", id: "unit:system", outcome: .complete, uid: 0)], nodes: nodes,
            complete: complete, agentCPU: 12)
    }
}

extension NodeObservation {
    /// A node as a probe and a unit show it.
    static func example(_ number: Int, version: String = "0.4.17") -> NodeObservation {
        let padded = String(String(number + 10_000).dropFirst())
        var node = NodeObservation(kind: "antnode", name: "antnode\(padded)", key: "/var/antnodes/antnode\(padded)")
        node.fields = [
            NodeField.version: .text(version), NodeField.peerID: .text("12D3KooWpeer\(number)"),
            NodeField.rewardsAddress: .text("0x52908400098527886E0F7030069857D2E4169EE7"),
            NodeField.nodePort: .integer(Int64(12_000 + number)), NodeField.number: .integer(Int64(number)),
        ]
        node.metrics = [
            NodeMetric.uptime.rawValue: .integer(3600), NodeMetric.records.rawValue: .integer(Int64(number)),
            NodeMetric.memory.rawValue: .real(97.8125), NodeMetric.rewards.rawValue: .integer(5),
        ]
        var unit = UnitEvidence(managerUID: nil, name: "antnode\(padded).service")
        unit.activeState = "active"
        unit.mainPID = Int32(1000 + number)
        node.unit = unit
        node.processes = [
            ProcessEvidence(
                pid: Int32(1000 + number), startedAfterBoot: 5000, uid: 999, user: "ant", executable: "/bin/antnode",
                executableReplaced: false, cpuMilliseconds: 1234, residentBytes: 100 << 20, threads: 9)
        ]
        node.probes = [ProbeOutcome(probe: "metrics", result: .answered, took: 3)]
        node.seenBy = ["unit:system"]
        return node
    }
}

extension NodeRecord {
    static func example(
        _ number: Int, on host: HostName, at seconds: Int64 = 0, status: NodeStatus = .running,
        version: String = "0.4.17"
    ) -> NodeRecord {
        let observation = NodeObservation.example(number, version: version)
        return NodeRecord(
            id: NodeID(host: host, name: observation.name), kind: "antnode", key: observation.key, status: status,
            health: status == .running ? .answering : nil, lastKnownStatus: status, evidenceAt: .at(seconds),
            firstSeenAt: .at(0), createdAt: .at(-1000), provenance: ["unit:system": 0],
            earned: Attos(12_500_000_000_000_000), observation: observation)
    }
}

extension IngestedSurvey {
    static func example(_ host: HostName, at seconds: Int64 = 0, nodes: [NodeRecord]) -> IngestedSurvey {
        IngestedSurvey(
            host: host, receivedAt: .at(seconds), survey: .example(nodes: nodes.map(\.observation)), nodes: nodes)
    }
}
