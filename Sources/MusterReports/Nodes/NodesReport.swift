package import MusterModel

/// A line per node; takes the fleet in page by page, and keeps only what it prints.
package struct NodesReport: Report {
    package let name = "nodes"
    private let now: Timestamp
    private var table = Table([
        .init("HOST", isFlexible: true), .init("NODE", isFlexible: true), .init("STATUS"), .init("HEALTH"),
        .init("VERSION", isFlexible: true), .init("PORT", .right), .init("UP", .right), .init("PEERS", .right),
        .init("RECORDS", .right), .init("CPU", .right), .init("MEM", .right), .init("EARNED", .right),
        .init("AGE", .right),
    ])
    private var nodes: [JSON] = []

    package init(at freshness: Freshness) { now = freshness.now }

    package init(_ records: [NodeRecord], at freshness: Freshness) {
        self.init(at: freshness)
        add(records)
    }

    package mutating func add(_ records: [NodeRecord]) {
        table.rows += records.map(row)
        nodes += records.map { $0.json(at: now) }
    }

    package var csv: String? { table.csv }
    package func text(width: Int?) -> String {
        table.rows.isEmpty ? "no nodes: run `muster survey`\n" : table.text(width: width)
    }

    package var json: JSON? {
        .report(name, version: 1, ["at": .integer(now.milliseconds), "nodes": .array(nodes)])
    }

    private func row(_ node: NodeRecord) -> [String] {
        [
            node.id.host.text, node.id.name, node.statusText, node.health?.rawValue ?? Units.unknown,
            node.fieldText(NodeField.version) ?? Units.unknown, node.fieldText(NodeField.nodePort) ?? Units.unknown,
            node.isMeasured ? Units.duration(node.count(.uptime).map { .seconds($0) }) : Units.unknown,
            measured(node, .connectedPeers), measured(node, .records),
            node.isMeasured
                ? node.metric(.cpu)?.number.map { Units.fixed($0, places: 1) + "%" } ?? Units.unknown : Units.unknown,
            node.isMeasured ? Units.bytes(node.observation.processes.first?.residentBytes) : Units.unknown,
            Units.tokens(node.earned), Units.age(of: node.evidenceAt, at: now),
        ]
    }

    private func measured(_ node: NodeRecord, _ metric: NodeMetric) -> String {
        guard node.isMeasured, let value = node.count(metric) else { return Units.unknown }
        return String(value)
    }
}

extension NodeRecord {
    /// The status, and beside UNKNOWN what was known last.
    var statusText: String {
        guard status == .unknown, let lastKnownStatus, lastKnownStatus != .unknown else { return status.rawValue }
        return "\(status.rawValue) (was \(lastKnownStatus.rawValue))"
    }

    /// Everything that programs ask of a node, in names that stay.
    func json(at now: Timestamp) -> JSON {
        let metrics = observation.metrics.sorted { $0.key < $1.key }.map { name, value -> JSON.Member in
            // Attos exceed what most readers of JSON numbers keep.
            .init(name, name == NodeMetric.rewards.rawValue ? .string(value.text) : .optional(value))
        }
        return .members([
            "host": .string(id.host.text), "node": .string(id.name), "kind": .string(kind),
            "number": .optional(number), "status": .string(status.rawValue), "health": .optional(health?.rawValue),
            "last_known_status": .optional(lastKnownStatus?.rawValue), "managed": .bool(managed),
            "desired": .optional(desired?.goal.rawValue), "version": .optional(fieldText(NodeField.version)),
            "peer_id": .optional(fieldText(NodeField.peerID)),
            "rewards_address": .optional(fieldText(NodeField.rewardsAddress)),
            "recorded_address": .optional(recordedAddress), "strange_address": .optional(strangeAddress),
            "node_port": .optional(field(NodeField.nodePort)), "metrics_port": .optional(field(NodeField.metricsPort)),
            "data_dir": .optional(fieldText(NodeField.dataDirectory)), "earned_attos": .string(earned.decimal),
            "metrics": .object(isMeasured ? metrics : []),
            "resident_bytes": .optional(
                observation.processes.first.map { Int64(clamping: $0.residentBytes) }),
            "evidence_at": .integer(evidenceAt.milliseconds),
            "age_seconds": .integer(now.since(evidenceAt).components.seconds),
            "first_seen_at": .integer(firstSeenAt.milliseconds), "created_at": .optional(createdAt),
            "missing_since": .optional(missingSince), "last_failure": .optional(observation.lastFailure),
        ])
    }
}
