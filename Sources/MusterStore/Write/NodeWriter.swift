import GRDB
import MusterModel

/// Writes a host's nodes: their current rows, their evidence, their samples.
struct NodeWriter {
    private let db: Database
    private let host: Int64

    init(_ db: Database, host: Int64) {
        self.db = db
        self.host = host
    }

    func write(_ ingested: IngestedSurvey) throws {
        let shown = Set(ingested.survey.nodes.lazy.map(\.key))
        var node = try Insertion(db, Self.nodeSQL)
        var evidence = try Insertion(db, Self.evidenceSQL)
        var sample = try Insertion(db, Self.sampleSQL)
        for record in ingested.nodes {
            try write(record, to: &node)
            try writeEvidence(record, to: &evidence)
            // A node that this survey does not show has no measurement of this moment.
            if shown.contains(record.key) {
                try writeSample(record.observation, of: record.id.name, at: ingested.receivedAt, to: &sample)
            }
        }
        try markGone(ingested.gone, at: ingested.receivedAt)
    }

    func write(_ record: NodeRecord, to row: inout Insertion) throws {
        row.add(host)
        row.add(record.id.name)
        row.add(record.kind)
        row.add(record.key)
        row.add(record.status.rawValue)
        row.add(record.health?.rawValue)
        row.add(record.lastKnownStatus?.rawValue)
        row.add(record.evidenceAt)
        row.add(record.firstSeenAt)
        row.add(record.createdAt)
        row.add(record.missingSince)
        row.add(Int64(record.rootAbsences))
        row.add(Int64(record.startMoves))
        row.add(record.storage?.mountPoint)
        row.add(record.storage?.device)
        addWishes(of: record, to: &row)
        row.add(record.managed)
        row.add(record.earned.decimal)
        row.add(record.rewardCounter?.value)
        row.add(record.rewardCounter?.bootID)
        row.add((record.rewardCounter?.pid).map(Int64.init))
        row.add(record.rewardCounter?.startedAfterBoot)
        let fields = record.observation.fields
        row.add(fields[NodeField.version]?.text)
        row.add(fields[NodeField.peerID]?.text)
        row.add(fields[NodeField.rewardsAddress]?.text)
        try row.run()
    }

    private func addWishes(of record: NodeRecord, to row: inout Insertion) {
        row.add(record.desired?.goal.rawValue)
        row.add(record.desired?.setBy.rawValue)
        row.add(record.desired?.since)
        row.add(record.desired?.until)
        row.add(record.desired?.reason)
        row.add(record.open?.id)
        row.add(record.open?.verb.rawValue)
        row.add(record.open?.since)
        row.add(record.open?.endsAt)
    }

    private func writeEvidence(_ record: NodeRecord, to row: inout Insertion) throws {
        row.add(host)
        row.add(record.id.name)
        row.add(JSONColumn.text(record.provenance))
        row.add(JSONColumn.text(streaming: record.observation))
        try row.run()
    }

    private func writeSample(
        _ node: NodeObservation, of name: String, at time: Timestamp, to row: inout Insertion
    ) throws {
        row.add(host)
        row.add(time)
        row.add(name)
        for metric in Self.counts { row.add(node.metrics[metric.rawValue]?.whole) }
        row.add(node.metrics[NodeMetric.memory.rawValue]?.number)
        row.add(node.metrics[NodeMetric.cpu.rawValue]?.number)
        row.add(node.metrics[NodeMetric.rewards.rawValue]?.whole)
        row.add(node.processes.first?.residentBytes)
        try row.run()
    }

    private func markGone(_ gone: [NodeID], at time: Timestamp) throws {
        guard !gone.isEmpty else { return }
        var update = try Insertion(db, "UPDATE node SET gone_at = ? WHERE host_id = ? AND name = ?")
        for node in gone {
            update.add(time)
            update.add(host)
            update.add(node.name)
            try update.run()
        }
    }

    /// Replacing a row also clears `gone_at`: the node is back.
    private static let nodeSQL = SQLText.replace("node", NodeColumns.names)

    private static let evidenceSQL = SQLText.replace("node_evidence", "host_id name provenance observation")

    private static let sampleSQL = SQLText.replace(
        "node_sample",
        "host_id at name \(counts.map(\.rawValue).joined(separator: " ")) mem cpu rewards resident")

    /// Whole numbers, in the order of their columns; the column is named like the metric.
    private static let counts: [NodeMetric] = [
        .uptime, .records, .gets, .puts, .putErrors, .connectedPeers, .openConnections, .totalPeers, .networkSize,
        .shunnedCount, .shunnedByCloseGroup, .shunnedByOldCloseGroup, .badPeers, .relevantRecords, .maxRecords,
        .paymentCount, .liveTime,
    ]
}
