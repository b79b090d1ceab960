import GRDB
package import MusterModel

extension Store {
    /// Everything that keeps Muster from acting somewhere, for `status` and for the verbs that list it.
    package func restraints(at now: Timestamp) throws(StoreError) -> FleetRestraints {
        var restraints = FleetRestraints(
            holds: try holds(at: now), brakes: try brakes(), quarantines: try quarantines(),
            failures: try failures(), openActions: try openCounts(), watches: try watchStates())
        if try restoredAt() != nil {
            let hosts = try read { db in
                try String.fetchAll(db, sql: "SELECT name FROM host WHERE retired_at IS NULL")
            }
            restraints.lackingSurveys = try needsFreshSurveys(of: hosts.compactMap { HostName($0) })
        }
        return restraints
    }

    private func openCounts() throws(StoreError) -> [HostName: Int] {
        try read { db in
            let sql = """
                SELECT h.name, count(*) FROM action a INDEXED BY open_action JOIN host h ON h.id = a.host_id
                WHERE a.state IN \(LedgerRow.openStates) GROUP BY h.name
                """
            var counts: [HostName: Int] = [:]
            for row in try Row.fetchAll(db, sql: sql) {
                var reader = RowReader(row, table: "action")
                counts[try reader.hostName()] = Int(reader.integer())
            }
            return counts
        }
    }
}
