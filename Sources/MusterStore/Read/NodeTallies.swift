import GRDB
import MusterModel

/// Counts nodes by host in one pass over table `node`.
struct NodeTallies {
    private let db: Database
    private let freshness: Freshness

    init(_ db: Database, freshness: Freshness) {
        self.db = db
        self.freshness = freshness
    }

    /// One row of SQLite's grouping per host and combination; amounts are added up here, being wider than its integers.
    func byHost() throws -> [Int64: NodeTally] {
        var tallies: [Int64: NodeTally] = [:]
        let rows = try Row.fetchCursor(
            db, sql: Self.sql, arguments: [freshness.now.milliseconds, freshness.cutoff.milliseconds])
        while let row = try rows.next() {
            var reader = RowReader(row, table: "node")
            try count(&reader, into: &tallies[reader.integer(), default: NodeTally()])
        }
        return tallies
    }

    private func count(_ row: inout RowReader, into tally: inout NodeTally) throws {
        let status = try row.word(NodeStatus.self) ?? .unknown
        tally.byStatus[status, default: 0] += 1
        switch try row.word(NodeHealth.self) {
        case .notAnswering where status == .running: tally.notAnswering += 1
        case .crashLoop where status == .restarting: tally.crashLooping += 1
        default: break
        }
        if let version = row.optionalText() { tally.byVersion[version, default: 0] += 1 }
        if row.flag() { tally.missing += 1 }
        if row.flag() { tally.managed += 1 }
        tally.earned = tally.earned + (Attos(decimal: row.text()) ?? .zero)
    }

    /// The same rule as `NodeRecord.believed(at:)`, held equal by a test.
    static let believedStatus = """
        CASE WHEN status = 'DISABLED' OR open_ends_at > ?1 THEN status
             WHEN evidence_at < ?2 THEN 'UNKNOWN' ELSE status END
        """

    private static let sql = """
        SELECT host_id, \(believedStatus), health, version, missing_since IS NOT NULL, managed, earned
        FROM node WHERE gone_at IS NULL
        """
}
