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

    static let startingVerbs = SQLText.words(ActionVerb.allCases.filter(\.starts).map(\.rawValue))
    static let disturbingVerbs = SQLText.words(ActionVerb.allCases.filter(\.disturbs).map(\.rawValue))
}
