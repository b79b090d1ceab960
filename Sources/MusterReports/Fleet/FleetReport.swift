package import MusterModel

/// The fleet's totals.
package struct FleetReport: Report {
    package let name = "fleet"
    private let hosts: [HostState]
    private let freshness: Freshness

    package init(_ hosts: [HostState], at freshness: Freshness) {
        self.hosts = hosts.filter { !$0.isRetired }
        self.freshness = freshness
    }

    private var tally: NodeTally { hosts.reduce(NodeTally()) { $0 + $1.nodes } }
    private var fresh: [HostState] { hosts.filter { ($0.surveyed?.at).map { $0 >= freshness.cutoff } ?? false } }

    /// The mean over hosts with fresh evidence; `nil` if there is none.
    private func mean(_ level: (HostLevels) -> Double?) -> Double? {
        let values = fresh.compactMap { $0.surveyed }.compactMap { level($0.levels) }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private var cores: Int { fresh.reduce(0) { $0 + ($1.surveyed?.facts.cores ?? 0) } }

    private var memory: UInt64 {
        fresh.reduce(0) { sum, host in
            let (total, overflow) = sum.addingReportingOverflow(host.surveyed?.levels.memoryTotal ?? 0)
            return overflow ? .max : total
        }
    }

    package func text(width: Int?) -> String {
        let tally = tally
        var lines: [(String, String)] = [
            ("Hosts", "\(hosts.count), \(fresh.count) with fresh evidence"), ("Nodes", "\(tally.total)"),
            ("Status", tally.statusText), ("Versions", tally.versionText),
            ("Managed", "\(tally.managed)"), ("Missing", "\(tally.missing)"), ("Earned", tally.earnedText),
            ("Cores", "\(cores)"), ("Memory", Units.bytes(memory)),
        ]
        lines.append(("CPU, mean", Units.percent(mean(\.cpu))))
        lines.append(("Memory used, mean", Units.percent(mean(\.memory))))
        lines.append(("Fullest disk, mean", Units.percent(mean(\.disk))))
        return lines.map { DisplayWidth.padded($0.0 + ":", to: 20, .left) + PlainText.printable($0.1) + "\n" }.joined()
    }

    package var json: JSON? {
        .report(
            name, version: 1,
            [
                "at": .integer(freshness.now.milliseconds), "hosts": .count(hosts.count),
                "fresh_hosts": .count(fresh.count), "nodes": tally.json, "cores": .count(cores),
                "memory_bytes": .integer(Int64(clamping: memory)), "mean_cpu_percent": .optional(mean(\.cpu)),
                "mean_memory_percent": .optional(mean(\.memory)), "mean_disk_percent": .optional(mean(\.disk)),
            ])
    }
}
