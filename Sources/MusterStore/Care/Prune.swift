import GRDB
package import MusterModel

extension Store {
    /// Removes measurements older than the given moments; runs, events and nodes are kept for ever.
    ///
    /// One short transaction per host and table, so that nobody waits long for the lock.
    package func prune(hostSamplesBefore: Timestamp, nodeSamplesBefore: Timestamp) throws(StoreError) {
        let hosts = try read { db in try Int64.fetchAll(db, sql: "SELECT id FROM host") }
        for host in hosts {
            try prune("node_sample", host: host, before: nodeSamplesBefore)
            try prune("sample", host: host, before: hostSamplesBefore)
            try prune("volume_sample", host: host, before: hostSamplesBefore)
        }
    }

    private func prune(_ table: String, host: Int64, before moment: Timestamp) throws(StoreError) {
        let arguments: StatementArguments = [host, moment.milliseconds]
        let condition = "\(table) WHERE host_id = ? AND at < ?"
        let isDue = try read { db in
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(condition))", arguments: arguments) ?? false
        }
        if isDue { try write { db in try db.execute(sql: "DELETE FROM \(condition)", arguments: arguments) } }
    }
}
