package import MusterModel

/// A line per node, printed page by page: of a fleet no more is in memory than one page.
package struct NodesReport: Sendable {
    private let format: OutputFormat
    private let now: Timestamp
    private let width: Int?
    private var widths: [Int] = []
    private var json = JSONWriter(pretty: true)
    private var isBegun = false
    private let table = Table([
        .init("HOST"), .init("NODE"), .init("STATUS"), .init("HEALTH"),
        .init("VERSION", isFlexible: true), .init("PORT", .right), .init("UP", .right), .init("PEERS", .right),
        .init("RECORDS", .right), .init("CPU", .right), .init("MEM", .right), .init("EARNED", .right),
        .init("AGE", .right),
    ])

    /// - Parameter width: the terminal's columns, `nil` for a file or pipe.
    package init(_ format: OutputFormat, at freshness: Freshness, width: Int? = nil) throws(ReportError) {
        let formats: [OutputFormat] = [.text, .json, .csv]
        guard formats.contains(format) else { throw .noSuchFormat(format, report: "nodes", formats: formats) }
        self.format = format
        self.width = width
        now = freshness.now
    }

    /// The text of the next nodes.
    package mutating func page(_ records: [NodeRecord]) -> String {
        defer { isBegun = isBegun || !records.isEmpty }
        switch format {
        case .json:
            if !isBegun { beginJSON() }
            for record in records { json.value(record.json(at: now)) }
            isBegun = true
            return json.drain()
        case .csv: return (isBegun ? "" : table.csvHeader) + Table.csv(records.map(row))
        default: return records.isEmpty ? "" : table.page(records.map(row), width: width, widths: &widths)
        }
    }

    /// What stands behind the last page.
    package mutating func end() -> String {
        switch format {
        case .json:
            if !isBegun { beginJSON() }
            json.endArray()
            json.endObject()
            return json.drain() + "\n"
        case .csv: return isBegun ? "" : table.csvHeader
        default: return isBegun ? "" : "no nodes are known: `muster survey` looks for them\n"
        }
    }

    private mutating func beginJSON() {
        json.beginObject()
        json.name("report")
        json.string("nodes")
        json.name("version")
        json.integer(1)
        json.name("at")
        json.integer(now.milliseconds)
        json.name("nodes")
        json.beginArray()
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
            node.measuredEarnings.map(Units.tokens) ?? Units.unknown, Units.age(of: node.evidenceAt, at: now),
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
            "data_dir": .optional(fieldText(NodeField.dataDirectory)),
            "earned_attos": .optional(measuredEarnings?.decimal),
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
