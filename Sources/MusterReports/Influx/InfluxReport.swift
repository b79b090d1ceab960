package import MusterModel

/// `influx-resources`: nodes and totals as NTracking or wnm write them, with the host as a tag.
///
/// A node that does not run, or of which nothing is known, has no measurements: its line carries what identifies it
/// and its status, so that graphs show a gap and not a fall to zero.
package struct InfluxReport: Report {
    package enum Dialect: String, CaseIterable, Sendable { case ntracking, wnm }

    package struct Host: Sendable {
        package var name: HostName
        package var nodes: [NodeRecord]
        /// From the newest survey, for the disk's use; `nil` where it is stale.
        package var sample: Sample?

        package init(name: HostName, nodes: [NodeRecord], sample: Sample?) {
            self.name = name
            self.nodes = nodes
            self.sample = sample
        }
    }

    package let name = "influx-resources"
    private let hosts: [Host]
    private let nanoseconds: Int64
    private let dialect: Dialect

    /// - Parameter now: the one time of all lines.
    package init(_ hosts: [Host], dialect: Dialect, at now: Timestamp) {
        self.hosts = hosts.sorted { $0.name < $1.name }
        self.dialect = dialect
        nanoseconds = now.milliseconds.multipliedReportingOverflow(by: 1_000_000).partialValue
    }

    package func text(width: Int?) -> String { lines }
    package var influx: String? { lines }

    private var lines: String {
        if dialect == .wnm, hosts.allSatisfy(\.nodes.isEmpty) { return "# No nodes found\n" }
        return hosts.map(lines).joined()
    }

    private func lines(of host: Host) -> String {
        var lines = host.nodes.inWnmOrder.map { line(of: $0, on: host) }
        lines += totals(of: host)
        return lines.map { $0.text(nanoseconds: nanoseconds) }.joined()
    }

    private func line(of node: NodeRecord, on host: Host) -> LineProtocol {
        switch dialect {
        case .ntracking: NTrackingLine(node).line
        case .wnm: WnmLine(node).line
        }
    }

    private func totals(of host: Host) -> [LineProtocol] {
        let tags = [(name: "host", value: host.name.text)]
        let amounts = host.nodes.filter(\.isMeasured).compactMap(\.rewards)
        var totals = LineProtocol("nodes_totals", tags: tags)
        if !amounts.isEmpty { totals.add("rewards", dialect.amount(amounts.reduce(.zero, +))) }
        totals.add("nodes_running", .integer(Int64(host.nodes.count { $0.status == .running })))
        totals.add("nodes_killed", .integer(Int64(host.nodes.count { $0.status == .stopped || $0.status == .dead })))
        var disk = LineProtocol("nodes_totals", tags: tags)
        if dialect == .ntracking { disk.add("Disk_percent", diskPercent(of: host)) }
        var network = LineProtocol("nodes_network", tags: tags)
        network.add("size", networkSize(of: host))
        return [totals, disk, network]
    }

    /// Of the fullest file system that holds nodes, rounded up as `df` does.
    private func diskPercent(of host: Host) -> LineProtocol.Value? {
        let mounts = Set(host.nodes.compactMap { $0.storage?.mountPoint })
        let used = (host.sample?.fileSystems ?? []).filter { mounts.contains($0.path) }.map(\.usedPercent).max()
        return used.flatMap { Int64(exactly: $0.rounded(.up)) }.map { .integer($0) }
    }

    /// The mean of the running nodes' estimates; none without one.
    private func networkSize(of host: Host) -> LineProtocol.Value? {
        let sizes = host.nodes.filter { $0.status == .running }.compactMap { $0.count(.networkSize) }.filter { $0 > 0 }
        guard !sizes.isEmpty else { return nil }
        let sum = sizes.reduce(UInt128(0)) { $0 + UInt128($1) }
        return .integer(Int64(clamping: sum / UInt128(sizes.count)))
    }
}

extension InfluxReport.Dialect {
    /// An amount as the dialect writes it: NTracking in tokens as `bc` prints them, wnm in attos as a text.
    func amount(_ amount: Attos) -> LineProtocol.Value {
        switch self {
        case .wnm: return .text(amount.decimal)
        case .ntracking:
            if amount == .zero { return .decimal("0") }
            let tokens = amount.tokens
            return .decimal(tokens.hasPrefix("0.") ? String(tokens.dropFirst()) : tokens)
        }
    }
}
