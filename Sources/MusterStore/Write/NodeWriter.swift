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

    /// What operators and actions say of known nodes is left as it is: it may be newer than the survey.
    func write(_ ingested: IngestedSurvey) throws {
        let shown = Set(ingested.survey.nodes.lazy.map(\.key))
        try endTimers(at: ingested.receivedAt)
        let gone = try goneNodes()
        var node = try Insertion(db, Self.nodeSQL)
        var evidence = try Insertion(db, Self.evidenceSQL)
        var sample = try Insertion(db, Self.sampleSQL)
        for record in ingested.nodes {
            let isShown = shown.contains(record.key)
            // Removed since the survey's memory was read, or since it looked: only newer evidence brings it back.
            if let goneAt = gone[record.id.name], !isShown || goneAt > ingested.begunAt { continue }
            try write(record, to: &node)
            try writeEvidence(record, to: &evidence)
            // A node that this survey does not show has no measurement of this moment.
            if isShown {
                try writeSample(record.observation, of: record.id.name, at: ingested.receivedAt, to: &sample)
            }
        }
        try markGone(ingested.gone, at: ingested.receivedAt)
    }

    /// Takes in a node that an action made.
    func begin(_ record: NodeRecord) throws {
        var node = try Insertion(db, SQLText.replace("node", NodeColumns.names))
        var evidence = try Insertion(db, Self.evidenceSQL)
        try write(record, to: &node)
        try writeEvidence(record, to: &evidence)
    }

    /// An action whose timer is over says nothing any more, unless its end is not known.
    private func endTimers(at time: Timestamp) throws {
        var update = try Insertion(db, Self.timerSQL)
        update.add(host)
        update.add(time)
        try update.run()
    }

    /// Nodes that are gone, and since when.
    private func goneNodes() throws -> [String: Timestamp] {
        let sql = "SELECT name, gone_at FROM node WHERE host_id = ? AND gone_at IS NOT NULL"
        let rows = try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: [host])
        return Dictionary(rows.map { ($0[0], Timestamp(milliseconds: $0[1])) }) { first, _ in first }
    }

    private func write(_ record: NodeRecord, to row: inout Insertion) throws {
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
        row.add(record.strangeAddress)
        row.add(record.recordedAddress)
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

    /// Also clears `gone_at`: the node is back, or another one has its name.
    ///
    /// What is recorded of one that was there is not a survey's to change.
    private static let nodeSQL =
        SQLText.insert("node", NodeColumns.names) + """
             ON CONFLICT (host_id, name) DO UPDATE SET gone_at = NULL, recorded_address = CASE WHEN gone_at IS NULL
                THEN coalesce(recorded_address, excluded.recorded_address) ELSE excluded.recorded_address END, \(NodeColumns.observed.map { "\($0) = excluded.\($0)" }
            .joined(separator: ", "))
            """

    private static let timerSQL = """
        UPDATE node SET open_id = NULL, open_verb = NULL, open_since = NULL, open_ends_at = NULL
        WHERE host_id = ? AND open_ends_at <= ?
            AND open_id NOT IN (SELECT id FROM action WHERE state IN ('intended', 'sent', 'unknown'))
        """

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
