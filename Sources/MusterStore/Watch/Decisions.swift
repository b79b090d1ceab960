import GRDB
package import MusterModel

extension Store {
    /// Decisions kept per host; older ones leave only their actions in the ledger.
    package static var decisionsKept: Int { 3 }

    /// What was decided about a host, and the situation it was decided in, as JSON text.
    package struct Decision: Sendable {
        package var plan: Plan
        package var situation: String
        package var runID: String?

        package init(plan: Plan, situation: String, runID: String?) {
            self.plan = plan
            self.situation = situation
            self.runID = runID
        }
    }

    /// Keeps decisions for `explain`, all of a round in one transaction.
    ///
    /// One that decides nothing and says what the latest says is kept only where that is older than ten minutes: a
    /// situation is large, and a calm fleet would write it each cycle.
    package func keep(_ decisions: [Decision]) throws(StoreError) {
        guard !decisions.isEmpty else { return }
        try write { db in
            var hosts = HostIDs(db)
            for decision in decisions {
                let host = try hosts.id(of: decision.plan.host)
                if try Self.isKnown(decision.plan, host: host, db) { continue }
                var row = try Insertion(db, SQLText.replace("decision", "host_id at run_id plan situation"))
                row.add(host)
                row.add(decision.plan.at)
                row.add(decision.runID)
                row.add(try JSONColumn.text(decision.plan))
                row.add(decision.situation)
                try row.run()
                var trim = try Insertion(db, Self.trimDecisionsSQL)
                for value in [host, host, Int64(Self.decisionsKept)] { trim.add(value) }
                try trim.run()
            }
        }
    }

    private static func isKnown(_ plan: Plan, host: Int64, _ db: Database) throws -> Bool {
        guard plan.actions.isEmpty else { return false }
        let sql = "SELECT plan FROM decision WHERE host_id = ? ORDER BY at DESC LIMIT 1"
        guard let text = try String.fetchOne(try db.cachedStatement(sql: sql), arguments: [host]) else { return false }
        var latest = try JSONColumn.value(Plan.self, text, table: "decision")
        guard (.zero..<refreshed).contains(plan.at.since(latest.at)) else { return false }
        latest.at = plan.at
        latest.figures = plan.figures
        return latest == plan
    }

    private static let refreshed = Duration.seconds(600)

    package func keep(_ plan: Plan, situation: String, runID: String?) throws(StoreError) {
        try keep([Decision(plan: plan, situation: situation, runID: runID)])
    }

    private static let trimDecisionsSQL = """
        DELETE FROM decision WHERE host_id = ? AND at NOT IN
            (SELECT at FROM decision WHERE host_id = ? ORDER BY at DESC LIMIT ?)
        """

    /// Decisions about a host that are kept, the newest first.
    package func decisions(of host: HostName) throws(StoreError) -> [Decision] {
        try read { db in
            let sql = """
                SELECT d.plan, d.situation, d.run_id FROM decision d JOIN host h ON h.id = d.host_id
                WHERE h.name = ? ORDER BY d.at DESC
                """
            return try Row.fetchAll(db, sql: sql, arguments: [host.text]).map { row in
                var reader = RowReader(row, table: "decision")
                return Decision(
                    plan: try reader.json(Plan.self), situation: reader.text(), runID: reader.optionalText())
            }
        }
    }

    /// The latest decision about a host; `nil` where there is none.
    package func decision(of host: HostName) throws(StoreError) -> (plan: Plan, situation: String)? {
        try decisions(of: host).first.map { ($0.plan, $0.situation) }
    }
}
