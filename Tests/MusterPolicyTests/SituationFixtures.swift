import MusterModel

@testable import MusterPolicy

/// Some minutes after ``start``, so that there is a past.
let now = start.advanced(by: .seconds(100_000))

let adopted = Adoption(
    host: host, machineID: "machine-1",
    storage: ["/var/antctl/services": StorageIdentity(mountPoint: "/var", device: "8:1")], at: start, by: "ann@desk")

let wallet = "0x00455d78f850b0358E8cea5be24d415E01E107CF".lowercased()

extension HostFacts {
    static let root = HostFacts(
        hostname: "hel01", machineID: "machine-1", bootID: "boot-1", kernel: "6.1.0", operatingSystem: nil,
        architecture: "x86_64", cores: 4, uid: 0, user: "root", home: "/root")
    static let ant = HostFacts(
        hostname: "hel01", machineID: "machine-1", bootID: "boot-1", kernel: "6.1.0", operatingSystem: nil,
        architecture: "x86_64", cores: 4, uid: 1000, user: "ant", home: "/home/ant")
}

/// What a quiet host of four processors shows; a metric that is named shows that instead.
struct Levels: Sendable {
    var cpu = 10.0
    var memory = 20.0
    var disk = 30.0
    var load1 = 0.5
    var load5 = 0.5
    var load15 = 0.5
    var netRead = 0.0
    var netWrite = 0.0

    func sample(at sinceBoot: Int64 = 1_000_000, interval: Int64 = 5000) -> Sample {
        let used = UInt64(disk * 10)
        let file = FileSystem(
            path: "/var", source: "/dev/sda1", type: "ext4", device: "8:1", total: 1000, available: 1000 - used,
            used: used, inodes: 10, inodesFree: 5, readOnly: false)
        let idle = 100 - cpu
        return Sample(
            clock: HostClock(wall: now, sinceBoot: sinceBoot), interval: interval,
            cpu: CPUUse(
                user: cpu, nice: 0, system: 0, idle: idle, iowait: 0, irq: 0, softirq: 0, steal: 0),
            memory: Memory(
                total: 100_000, available: UInt64(1000 * (100 - memory)), free: 0, swapTotal: 0, swapFree: 0),
            load: Load(one: load1, five: load5, fifteen: load15), fileSystems: [file],
            networks: [
                NetworkRate(
                    name: "eth0", receivedBytesPerSecond: netRead, sentBytesPerSecond: netWrite, errorsPerSecond: 0)
            ])
    }
}

extension NodeRecord {
    /// A managed node that surveys saw just now; the higher the number, the younger.
    static func made(
        _ number: Int, _ status: NodeStatus = .running, desired: DesiredState.Goal? = .running,
        by setter: DesiredState.Setter = .operator, version: String? = "0.4.16", managed: Bool = true,
        kind: String = "antnode", base: Int = 0
    ) -> NodeRecord {
        var node = NodeObservation.node(number, unit: status == .running ? "active" : "inactive", pid: 100)
        if status != .running { node.processes = [] }
        node.kind = kind
        node.name = "\(kind)\(number)"
        node.fields = [
            "number": .integer(Int64(number)), "data_dir": .text(node.key),
            "binary": .text(node.key + "/antnode"), "node_port": .integer(Int64(55000 + base + number)),
            "metrics_port": .integer(Int64(13000 + base + number)),
        ]
        if let version { node.fields["version"] = .text(version) }
        return NodeRecord(
            id: NodeID(host: host, name: node.name), kind: kind, key: node.key, status: status,
            health: status == .running ? .answering : nil, evidenceAt: now, firstSeenAt: start,
            createdAt: start.advanced(by: .seconds(number)),
            storage: StorageIdentity(mountPoint: "/var", device: "8:1"),
            desired: desired.map {
                DesiredState(goal: $0, setBy: setter, since: start, reason: "said so")
            }, managed: managed, observation: node)
    }

    /// Stopped by the engine.
    static func relieved(_ number: Int) -> NodeRecord { .made(number, .stopped, desired: .stopped, by: .pressure) }

    func changed(_ change: (inout NodeRecord) -> Void) -> NodeRecord {
        var record = self
        change(&record)
        return record
    }
}

extension [NodeRecord] {
    static func running(_ numbers: ClosedRange<Int>) -> [NodeRecord] { numbers.map { .made($0) } }
}

extension Situation {
    /// A host on which nothing stands in the way of a decision.
    static func host(
        _ nodes: [NodeRecord], _ policy: [String: Scalar] = [:], levels: Levels = Levels(),
        kinds: [ServiceKind] = [.antnode], facts: HostFacts = .root
    ) -> Situation {
        var written: [String: Scalar] = ["rewards_address": .text(wallet)]
        written.merge(policy) { $1 }
        let target = HostTarget(name: MusterPolicyTests.host, kinds: kinds, policy: Policy(host: written))
        let sample = levels.sample()
        return Situation(
            target: target, now: MusterPolicyTests.now, facts: facts, surveyedAt: MusterPolicyTests.now, sample: sample,
            pressure: PressureState(
                lasting: sample, receivedAt: MusterPolicyTests.now,
                storage: nodeStorage(of: target, facts: facts, nodes: nodes)),
            nodes: nodes, binaries: ["antnode": BinarySource(path: "/opt/antnode", sha256: "ab", version: "0.4.17")],
            adoption: adopted)
    }

    func changed(_ change: (inout Situation) -> Void) -> Situation {
        var situation = self
        change(&situation)
        return situation
    }
}

extension LedgerEntry {
    /// What the engine did, some seconds ago.
    static func done(
        _ verb: ActionVerb, _ node: String?, _ cause: PlannedAction.Cause, ago seconds: Int64,
        state: LedgerState = .done, reason: String = ""
    ) -> LedgerEntry {
        let at = MusterPolicyTests.now.advanced(by: .seconds(-seconds))
        let digits = String(seconds.magnitude)
        guard let id = ActionID(String(repeating: "0", count: 32 - digits.count) + digits) else {
            preconditionFailure()
        }
        return LedgerEntry(
            id: id, runID: "run", host: MusterPolicyTests.host, node: node, verb: verb,
            request: ActionRequest(id: id, verb: verb, node: nil, basis: ActionBasis(bootID: "boot-1")), cause: cause,
            reason: reason, by: "engine", intendedAt: at, endedAt: state.isOpen ? nil : at, state: state)
    }
}

extension Plan {
    /// `remove antnode7` and so on, in order.
    var words: [String] { actions.map { "\($0.verb.rawValue) \($0.node.name)" } }

    var reasons: String { deferred.map(\.because).joined(separator: "; ") }
}
