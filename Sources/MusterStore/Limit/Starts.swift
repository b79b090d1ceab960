import GRDB
package import MusterModel

extension Store {
    /// When actions that bring a process up were sent since `moment`, over the whole fleet, the oldest first.
    ///
    /// The limit on starts counts them; the oldest tells when the next one may follow. Rollbacks and retries inside
    /// one action count once. What a clock that was wrong dated later than `now` does not count.
    package func startsSince(
        _ moment: Timestamp, until now: Timestamp = Timestamp(milliseconds: .max)
    ) throws(StoreError) -> [Timestamp] {
        try read { db in
            let sql = """
                SELECT sent_at FROM action WHERE sent_at >= ? AND sent_at <= ? AND verb IN \(Self.startingVerbs) ORDER BY sent_at
                """
            return try Int64.fetchAll(db, sql: sql, arguments: [moment.milliseconds, now.milliseconds]).map {
                Timestamp(milliseconds: $0)
            }
        }
    }

    /// When each node was last sent a start of any sort, of those since `moment`; for the spacing of restarts.
    package func lastStarts(since moment: Timestamp) throws(StoreError) -> [NodeID: Timestamp] {
        try read { db in
            let sql = """
                SELECT h.name, a.node, max(a.sent_at) FROM action a JOIN host h ON h.id = a.host_id
                WHERE a.sent_at >= ? AND a.node IS NOT NULL AND a.verb IN \(Self.startingVerbs) GROUP BY h.name, a.node
                """
            var starts: [NodeID: Timestamp] = [:]
            for row in try Row.fetchAll(db, sql: sql, arguments: [moment.milliseconds]) {
                var reader = RowReader(row, table: "action")
                let node = NodeID(host: try reader.hostName(), name: reader.text())
                starts[node] = reader.time()
            }
            return starts
        }
    }

    static let startingVerbs = SQLText.words(ActionVerb.allCases.filter(\.starts).map(\.rawValue))
    static let disturbingVerbs = SQLText.words(ActionVerb.allCases.filter(\.disturbs).map(\.rawValue))
}
