import MusterModel

/// The values of one host's `machine-metrics`, in wnm's order.
struct MachineMetrics {
    private let host: MachineMetricsReport.Host
    private let kind: String
    private let nodes: [NodeRecord]
    private let latest: String?

    init(_ host: MachineMetricsReport.Host, kind: String) {
        self.host = host
        self.kind = kind
        nodes = host.nodes.filter { $0.kind == kind }.inWnmOrder
        latest = host.target.policy.text(.targetVersion, kind: kind) ?? nodes.highestVersion
    }

    var items: [(name: String, value: Settings.Value)] { counts + versions + levels + storage }

    private var counts: [(name: String, value: Settings.Value)] {
        let start = host.surveyedAt.advanced(by: .milliseconds(-host.survey.sample.clock.sinceBoot))
        var items: [(name: String, value: Settings.Value)] = [
            ("system_start", .integer(start.milliseconds / 1000)), ("total_nodes", .integer(Int64(nodes.count))),
        ]
        for status: NodeStatus in [
            .running, .stopped, .restarting, .upgrading, .migrating, .removing, .dead, .disabled,
        ] {
            let count = nodes.count { $0.status == status }
            items.append((status.rawValue.lowercased() + "_nodes", .integer(Int64(count))))
        }
        return items
    }

    private var versions: [(name: String, value: Settings.Value)] {
        let enabled = nodes.filter { $0.status != .disabled }
        let versions = enabled.map { $0.fieldText(NodeField.version) }
        let byVersion = Dictionary(grouping: nodes.compactMap { $0.fieldText(NodeField.version) }) { $0 }
        return [
            ("antnode", Settings.Value(host.target.policy.value(.antnodePath, kind: kind))),
            ("antnode_version", Settings.Value(latest)),
            ("queen_node_version", Settings.Value(nodes.first?.fieldText(NodeField.version) ?? latest)),
            ("nodes_latest_v", .integer(Int64(versions.count { $0 != nil && $0 == latest }))),
            ("nodes_no_version", .integer(Int64(versions.count { $0 == nil }))),
            ("nodes_to_upgrade", .integer(Int64(versions.count(where: isOutdated)))),
            ("nodes_by_version", .counts(byVersion.mapValues(\.count))),
        ]
    }

    /// Lower than the latest, never merely different.
    private func isOutdated(_ version: String?) -> Bool {
        guard let version = version.flatMap({ ReleaseVersion($0) }), let latest = latest.flatMap({ ReleaseVersion($0) })
        else { return false }
        return version < latest
    }

    private var levels: [(name: String, value: Settings.Value)] {
        let sample = host.survey.sample
        return [
            ("load_average_1", Settings.Value(sample.load?.one)), ("load_average_5", Settings.Value(sample.load?.five)),
            ("load_average_15", Settings.Value(sample.load?.fifteen)),
            ("idle_cpu_percent", tenths(sample.cpu?.idle)), ("io_wait", tenths(sample.cpu?.iowait)),
            ("used_cpu_percent", tenths(sample.cpu?.used)), ("used_mem_percent", tenths(sample.memory?.usedPercent)),
            ("free_mem_percent", tenths((sample.memory?.usedPercent).map { 100 - $0 })),
        ]
    }

    private var storage: [(name: String, value: Settings.Value)] {
        let sample = host.survey.sample
        let volume = nodeVolume
        return [
            ("used_hd_percent", tenths(volume?.usedPercent)),
            ("total_hd_bytes", Settings.Value(volume.map { Int64(clamping: $0.total) })),
            ("hdio_write_bytes", total(sample.disks.map(\.writtenBytesPerSecond))),
            ("hdio_read_bytes", total(sample.disks.map(\.readBytesPerSecond))),
            ("netio_write_bytes", total(sample.networks.map(\.sentBytesPerSecond))),
            ("netio_read_bytes", total(sample.networks.map(\.receivedBytesPerSecond))),
            ("node_hd_crisis", crisis(on: volume)),
        ]
    }

    /// The file system of `node_storage`, else the one that holds most nodes.
    private var nodeVolume: FileSystem? {
        let volumes = host.survey.sample.fileSystems
        if let path = host.target.policy.text(.nodeStorage, kind: kind), path.hasPrefix("/") {
            return volumes.filter { path.isInside($0.path) }.max { $0.path.utf8.count < $1.path.utf8.count }
        }
        let mounts = Dictionary(grouping: nodes.compactMap { $0.storage?.mountPoint }) { $0 }
        let most = mounts.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
        return volumes.first { $0.path == most ?? "/" }
    }

    /// Share of the space up to `hd_remove` that all nodes would need at `crisis_bytes` each, in percent.
    private func crisis(on volume: FileSystem?) -> Settings.Value {
        let policy = host.target.policy
        guard let volume, let bytes = policy.number(.crisisBytes, kind: kind),
            let limit = policy.number(.hdRemove, kind: kind), limit > 0, volume.total > 0
        else { return .none }
        let share = Double(nodes.count) * bytes / (Double(volume.total) * limit / 100) * 100
        return Settings.Value(Int64(exactly: share.rounded(.towardZero)))
    }

    private func tenths(_ value: Double?) -> Settings.Value { Settings.Value(value.map { ($0 * 10).rounded() / 10 }) }

    /// The whole bytes per second over all devices; not known where there are none.
    private func total(_ rates: [Double]) -> Settings.Value {
        rates.isEmpty ? .none : Settings.Value(Int64(exactly: rates.reduce(0, +).rounded(.towardZero)))
    }
}

extension [NodeRecord] {
    fileprivate var highestVersion: String? {
        compactMap { $0.fieldText(NodeField.version) }.compactMap { text in ReleaseVersion(text).map { (text, $0) } }
            .max { $0.1 < $1.1 }?.0
    }
}

extension String {
    /// Whether the path is `directory` or lies below it.
    fileprivate func isInside(_ directory: String) -> Bool {
        directory == "/" || self == directory || hasPrefix(directory + "/")
    }
}
