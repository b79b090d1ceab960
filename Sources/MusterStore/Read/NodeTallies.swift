import GRDB
import MusterModel

/// Counts nodes by host in one pass over table `node`.
///
/// Read row by row, because amounts are wider than SQLite's integers and the rule about stale evidence is written once.
struct NodeTallies {
    private let db: Database
    private let freshness: Freshness

    init(_ db: Database, freshness: Freshness) {
        self.db = db
        self.freshness = freshness
    }

    func byHost() throws -> [Int64: NodeTally] {
        var tallies: [Int64: NodeTally] = [:]
        var rows = try RawRows(db, Self.sql)
        var reader = Reader()
        // Rows come in the order of the primary key, hence host by host.
        var host: Int64 = -1
        var count = Count()
        while try rows.next() {
            if rows.integer(0) != host {
                if host >= 0 { tallies[host] = count.tally }
                host = rows.integer(0)
                count = Count()
            }
            reader.add(rows, to: &count, at: freshness)
        }
        if host >= 0 { tallies[host] = count.tally }
        return tallies
    }

    private static let sql = """
        SELECT host_id, status, health, version, evidence_at, open_ends_at, missing_since IS NOT NULL, managed, earned,
            managed = 1 AND strange_address IS NOT NULL, counter_value IS NOT NULL
        FROM node WHERE gone_at IS NULL
        """

    /// A word that this program does not know reads UNKNOWN here; views of single nodes say so.
    private struct Reader {
        private var status = RepeatedText { NodeStatus(rawValue: $0) ?? .unknown }
        private var health = RepeatedText { NodeHealth(rawValue: $0) }
        private var version = RepeatedText { $0 }
        private var earned = RepeatedText { Attos(decimal: $0) ?? .zero }

        mutating func add(_ row: borrowing RawRows, to count: inout Count, at freshness: Freshness) {
            var status = row.value(1, &status) ?? .unknown
            let openEndsAt = row.isNull(5) ? nil : Timestamp(milliseconds: row.integer(5))
            let evidenceAt = Timestamp(milliseconds: row.integer(4))
            if freshness.doubts(status, evidenceAt: evidenceAt, openEndsAt: openEndsAt) { status = .unknown }
            count.add(status, health: row.value(2, &health) ?? nil)
            if let version = row.value(3, &version) { count.add(version) }
            if row.integer(6) != 0 { count.tally.missing += 1 }
            if row.integer(7) != 0 { count.tally.managed += 1 }
            if row.integer(9) != 0 { count.tally.strangeAddresses += 1 }
            let amount = row.value(8, &earned) ?? .zero
            if row.integer(10) != 0 || amount != .zero {
                count.tally.earned = (count.tally.earned ?? .zero) + amount
            }
        }
    }

    /// A tally in the making.
    private struct Count {
        var tally = NodeTally()

        mutating func add(_ status: NodeStatus, health: NodeHealth?) {
            tally.byStatus[status, default: 0] += 1
            if status == .running, health == .notAnswering { tally.notAnswering += 1 }
            if status == .restarting, health == .crashLoop { tally.crashLooping += 1 }
        }

        mutating func add(_ version: String) { tally.byVersion[version, default: 0] += 1 }
    }
}
