import GRDB
package import MusterModel

extension Store {
    /// Surveys that a host of a restored or copied database needs, complete and taken since, before anything is done
    /// on it.
    package static var surveysAfterRestore: Int { 2 }

    /// When this database took the place of another one, by `db restore` or as a copied file; `nil` for one that was
    /// always itself.
    package func restoredAt() throws(StoreError) -> Timestamp? {
        try read { db in
            try Meta.value(db, "restored_at").flatMap { Int64($0) }.map { Timestamp(milliseconds: $0) }
        }
    }

    /// The hosts on which nothing may be done yet, because the database was restored and fewer than two complete
    /// surveys have come since, with how many are lacking.
    package func needsFreshSurveys(of hosts: [HostName]) throws(StoreError) -> [HostName: Int] {
        guard let restored = try restoredAt() else { return [:] }
        return try read { db in
            let sql = """
                SELECT h.name, count(*) FROM survey s JOIN host h ON h.id = s.host_id
                WHERE s.at > ? AND s.complete = 1 GROUP BY h.name
                """
            var counts: [String: Int] = [:]
            for row in try Row.fetchAll(db, sql: sql, arguments: [restored.milliseconds]) { counts[row[0]] = row[1] }
            var lacking: [HostName: Int] = [:]
            for host in hosts {
                let missing = Self.surveysAfterRestore - (counts[host.text] ?? 0)
                if missing > 0 { lacking[host] = missing }
            }
            return lacking
        }
    }
}
