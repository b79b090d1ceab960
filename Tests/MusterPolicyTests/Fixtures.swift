import MusterModel

@testable import MusterPolicy

let host = HostName("hel01")!
let start = Timestamp(milliseconds: 1_800_000_000_000)

extension Survey {
    /// A complete survey by root of a host with one data disk, on which every source of `antnode` was seen whole.
    static func whole(_ nodes: NodeObservation..., uid: UInt32 = 0, boot: String = "boot-1") -> Survey {
        let facts = HostFacts(
            hostname: "hel01", machineID: "machine-1", bootID: boot, kernel: "6.1.0", operatingSystem: nil,
            architecture: "x86_64", cores: 4, uid: uid, user: nil)
        let disk = FileSystem(
            path: "/var", source: "/dev/sda1", type: "ext4", device: "8:1", total: 100, available: 50, used: 50,
            inodes: 10, inodesFree: 5, readOnly: false)
        let clock = HostClock(wall: start, sinceBoot: 1_000_000)
        let sources = ["unit:system", "process", "registry:/r", "leftover"].map {
            SourceReport(kind: "antnode", id: $0, outcome: .complete, uid: uid)
        }
        return Survey(
            facts: facts, sample: Sample(clock: clock, interval: 100, fileSystems: [disk]), sources: sources,
            nodes: nodes, complete: true)
    }

    func with(_ id: String, _ outcome: SourceReport.Outcome) -> Survey {
        var survey = self
        for index in survey.sources.indices where survey.sources[index].id == id {
            survey.sources[index].outcome = outcome
        }
        return survey
    }

    func unmounted() -> Survey {
        var survey = self
        survey.sample.fileSystems = []
        return survey
    }

    func partial() -> Survey {
        var survey = self
        survey.complete = false
        return survey
    }

    func onMachine(_ id: String) -> Survey {
        var survey = self
        survey.facts.machineID = id
        return survey
    }
}

extension NodeObservation {
    /// A node with a unit and a data directory, as a manager leaves it behind after a start.
    static func node(
        _ number: Int = 1, unit state: String? = "active", sub: String? = nil, pid: Int32? = 100,
        startedAt: Int64 = 5000, root: DirectoryEvidence.Presence = .present, device: String = "8:1",
        probe: ProbeOutcome.Result? = .answered, rewards: Int64? = nil, seenBy: [String] = ["unit:system", "process"]
    ) -> NodeObservation {
        let name = "antnode\(number)"
        var node = NodeObservation(kind: "antnode", name: name, key: "/var/antctl/services/\(name)")
        if let state {
            node.unit = UnitEvidence(managerUID: nil, name: name + ".service")
            node.unit?.activeState = state
            node.unit?.subState = sub
            node.unit?.mainPID = pid
        }
        if let pid {
            node.processes = [
                ProcessEvidence(
                    pid: pid, startedAfterBoot: startedAt, uid: 1000, user: "ant", executable: nil,
                    executableReplaced: false, cpuMilliseconds: 1, residentBytes: 1, threads: 1)
            ]
        }
        var directory = DirectoryEvidence(path: node.key, presence: root)
        directory.mountPoint = "/var"
        directory.device = device
        node.directory = directory
        if let probe { node.probes = [ProbeOutcome(probe: "metrics", result: probe)] }
        if let rewards { node.metrics["rewards"] = .integer(rewards) }
        node.seenBy = seenBy
        return node
    }

    func with(_ field: String, _ value: String) -> NodeObservation {
        var node = self
        node.fields[field] = .text(value)
        return node
    }
}

extension HostMemory {
    /// What is known after these surveys, a minute apart.
    static func after(_ surveys: Survey...) -> HostMemory {
        var memory = HostMemory()
        for (minute, survey) in surveys.enumerated() { memory = memory.after(survey, minute: minute) }
        return memory
    }

    func after(_ survey: Survey, minute: Int) -> HostMemory {
        let now = start.advanced(by: .seconds(60 * minute))
        let result = reconcile(self, with: survey, of: host, at: now)
        return HostMemory(
            machineID: survey.facts.machineID, bootID: survey.facts.bootID, nodes: result.nodes)
    }
}
