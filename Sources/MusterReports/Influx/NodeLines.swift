import MusterModel

/// A node's line as NTracking writes it, its spelling `networ_size` included.
struct NTrackingLine {
    let line: LineProtocol

    init(_ node: NodeRecord) {
        let id = node.number.map { NodeRecord.padded($0, to: 4) } ?? node.id.name
        var line = LineProtocol("nodes", tags: [("host", node.id.host.text), ("id", id)])
        line.add("PeerId", node.fieldText(NodeField.peerID).map { .text($0) })
        line.add("status", .text(Self.word(node.status)))
        line.add("version", node.fieldText(NodeField.version).map { .text($0) })
        line.addCounts([("gets", .gets), ("puts", .puts), ("up_time", .uptime)], of: node)
        if node.isMeasured { line.add("rewards", node.rewards.map(InfluxReport.Dialect.ntracking.amount)) }
        line.addCounts(
            [
                ("records", .records), ("connected_peers", .connectedPeers), ("networ_size", .networkSize),
                ("open_connections", .openConnections), ("total_peers", .totalPeers),
                ("shunned_count", .shunnedCount), ("bad_peers", .badPeers),
            ], of: node)
        if node.isMeasured {
            line.add("mem", node.metric(.memory)?.number.map { .real($0) })
            line.add("cpu", node.metric(.cpu)?.number.map { .real($0) })
        }
        line.addCounts(
            [
                ("rel_records", .relevantRecords), ("max_records", .maxRecords), ("payment_count", .paymentCount),
                ("live_time", .liveTime), ("shunned_closedgroup", .shunnedByCloseGroup),
                ("shunned_oldclosedgroup", .shunnedByOldCloseGroup),
            ], of: node)
        self.line = line
    }

    /// `Running`, `Stopped` and, where NTracking has no word, ours in its spelling.
    private static func word(_ status: NodeStatus) -> String {
        status.rawValue.prefix(1) + status.rawValue.dropFirst().lowercased()
    }
}

/// A node's line as wnm writes it.
struct WnmLine {
    let line: LineProtocol

    init(_ node: NodeRecord) {
        let id = node.number.map { String($0) } ?? node.id.name
        var line = LineProtocol("nodes", tags: [("host", node.id.host.text), ("id", id)])
        line.add("PeerId", node.fieldText(NodeField.peerID).map { .text($0) })
        line.add("status", .text(node.status.rawValue))
        line.add("version", node.fieldText(NodeField.version).map { .text($0) })
        line.addCounts([("gets", .gets), ("puts", .puts), ("up_time", .uptime)], of: node)
        if node.isMeasured { line.add("rewards", node.rewards.map(InfluxReport.Dialect.wnm.amount)) }
        line.addCounts(
            [
                ("records", .records), ("connected_peers", .connectedPeers), ("network_size", .networkSize),
                ("open_connections", .openConnections), ("total_peers", .totalPeers),
                ("shunned_count", .shunnedByCloseGroup), ("bad_peers", .badPeers),
            ], of: node)
        if node.isMeasured {
            line.add("mem", node.metric(.memory)?.number.map(Self.hundredths))
            line.add("cpu", node.metric(.cpu)?.number.map(Self.hundredths))
        }
        line.addCounts(
            [
                ("rel_records", .relevantRecords), ("max_records", .maxRecords), ("payment_count", .paymentCount),
                ("live_time", .liveTime),
            ], of: node)
        self.line = line
    }

    /// Cut off after the second decimal.
    private static func hundredths(_ value: Double) -> LineProtocol.Value { .real((value * 100).rounded(.down) / 100) }
}

extension LineProtocol {
    /// Whole numbers of a node that can be measured now; those that it does not give are left out.
    fileprivate mutating func addCounts(_ counts: [(String, NodeMetric)], of node: NodeRecord) {
        guard node.isMeasured else { return }
        for (name, metric) in counts { add(name, node.count(metric).map { .integer($0) }) }
    }
}
