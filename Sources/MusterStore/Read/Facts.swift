package import MusterModel

extension Store {
    /// Each host's facts for conditions such as `cpu>80 and version<0.4.17`.
    ///
    /// A fact that is not known is missing, never zero.
    package func facts(at freshness: Freshness) throws(StoreError) -> [HostName: [String: Scalar]] {
        let states = try hosts(at: freshness)
        return Dictionary(states.map { ($0.name, $0.facts(at: freshness)) }) { first, _ in first }
    }
}

extension HostState {
    /// Every name that ``facts(at:)`` may give, but for those of labels and groups.
    package static let factNames =
        [
            "host", "agent", "state", "age", "hostname", "kernel", "arch", "cores", "os", "cpu", "iowait", "mem",
            "swap",
            "disk", "load", "load1", "load5", "load15", "uptime", "memory_total", "nodes", "missing", "managed",
            "not_answering", "crash_loop", "version",
        ] + NodeStatus.allCases.map { $0.rawValue.lowercased() }

    /// The host's facts by the names that conditions use; measurements only while they are fresh.
    package func facts(at freshness: Freshness) -> [String: Scalar] {
        var facts: [String: Scalar] = ["host": .text(name.text)]
        for (label, value) in labels { facts["label.\(label)"] = .text(value) }
        for group in groups { facts["group.\(group)"] = .integer(1) }
        facts["agent"] = agent.map { .text($0.version) }
        facts["state"] = contact.map { .text($0.outcome.rawValue) }
        guard let surveyed else { return facts }
        facts["age"] = .integer(freshness.now.since(surveyed.at).components.seconds)
        facts.merge(surveyed.facts.constants) { _, new in new }
        facts.merge(nodes.facts) { _, new in new }
        if surveyed.at >= freshness.cutoff { facts.merge(surveyed.levels.facts) { _, new in new } }
        return facts
    }
}

extension HostFacts {
    fileprivate var constants: [String: Scalar] {
        var facts: [String: Scalar] = [
            "hostname": .text(hostname), "kernel": .text(kernel), "arch": .text(architecture),
            "cores": .integer(Int64(cores)),
        ]
        facts["os"] = operatingSystem.map { .text($0) }
        return facts
    }
}

extension HostLevels {
    fileprivate var facts: [String: Scalar] {
        let levels = [
            "cpu": cpu, "iowait": ioWait, "mem": memory, "swap": swap, "disk": disk, "load": load1, "load1": load1,
            "load5": load5, "load15": load15,
        ]
        var facts = levels.compactMapValues { $0.map { Scalar.real($0) } }
        facts["uptime"] = uptimeMilliseconds.map { .integer($0 / 1000) }
        facts["memory_total"] = memoryTotal.map { .integer(Int64(clamping: $0)) }
        return facts
    }
}

extension NodeTally {
    fileprivate var facts: [String: Scalar] {
        var facts: [String: Scalar] = [
            "nodes": .integer(Int64(total)), "missing": .integer(Int64(missing)), "managed": .integer(Int64(managed)),
            "not_answering": .integer(Int64(notAnswering)), "crash_loop": .integer(Int64(crashLooping)),
        ]
        for status in NodeStatus.allCases { facts[status.rawValue.lowercased()] = .integer(Int64(self[status])) }
        // The lowest one answers "is there a node below this version".
        facts["version"] = byVersion.keys.compactMap { ReleaseVersion($0) }.min().map { .text($0.description) }
        return facts
    }
}
