import GRDB
import MusterModel

/// Reads a ``NodeRecord`` from a row of `node` joined with `host` and `node_evidence`.
struct NodeRow {
    /// Followed by a WHERE clause; `n` is `node`, `h` is `host`.
    ///
    /// `CROSS` keeps SQLite to this order, which is that of the reports.
    static let select = """
        SELECT h.name, \(NodeColumns.selected), e.provenance, e.observation
        FROM host h CROSS JOIN node n ON n.host_id = h.id
            CROSS JOIN node_evidence e ON e.host_id = n.host_id AND e.name = n.name
        """

    private var row: RowReader

    init(_ row: Row) { self.row = RowReader(row, table: "node") }

    mutating func record() throws(StoreError) -> NodeRecord {
        let host = try row.hostName()
        _ = row.integer()
        let id = NodeID(host: host, name: row.text())
        let kind = row.text()
        let key = row.text()
        var record = NodeRecord(
            id: id, kind: kind, key: key, status: try row.word(NodeStatus.self) ?? .unknown,
            health: try row.word(NodeHealth.self), lastKnownStatus: try row.word(NodeStatus.self),
            evidenceAt: row.time() ?? Timestamp(milliseconds: 0), firstSeenAt: row.time() ?? Timestamp(milliseconds: 0),
            createdAt: row.time(), missingSince: row.time(),
            observation: NodeObservation(kind: kind, name: "", key: key))
        record.rootAbsences = Int(row.integer())
        record.startMoves = Int(row.integer())
        record.storage = storage()
        record.desired = try row.desired()
        record.open = try open()
        record.managed = row.flag()
        record.earned = try earned()
        record.rewardCounter = rewardCounter()
        for _ in 0..<4 { _ = row.optionalText() }
        record.recordedAddress = row.optionalText()
        record.provenance = try JSONColumn.provenance(row.text(), table: "node_evidence")
        record.observation = try JSONColumn.streamed(NodeObservation.self, row.text(), table: "node_evidence")
        return record
    }

    private mutating func storage() -> StorageIdentity? {
        let mount = row.optionalText()
        let device = row.optionalText()
        guard let mount, let device else { return nil }
        return StorageIdentity(mountPoint: mount, device: device)
    }

    private mutating func open() throws(StoreError) -> OpenAction? {
        let id = row.optionalText()
        let verb = try row.word(OpenAction.Verb.self)
        let since = row.time()
        let endsAt = row.time()
        guard let id, let verb, let since, let endsAt else { return nil }
        return OpenAction(id: id, verb: verb, since: since, endsAt: endsAt)
    }

    private mutating func earned() throws(StoreError) -> Attos {
        let text = row.text()
        guard let amount = Attos(decimal: text) else { throw .unreadable(table: "node", detail: "amount \(text)") }
        return amount
    }

    private mutating func rewardCounter() -> RewardCounter? {
        let value = row.next(Int64.self)
        let bootID = row.optionalText()
        let pid = row.next(Int64.self).flatMap { Int32(exactly: $0) }
        let started = row.next(Int64.self)
        guard let value, let bootID else { return nil }
        return RewardCounter(value: value, bootID: bootID, pid: pid, startedAfterBoot: started)
    }
}
