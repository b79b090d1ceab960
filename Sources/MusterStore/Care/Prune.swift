import GRDB
package import MusterModel

/// How long measurements are kept; the ledger, runs and nodes stay for ever.
package struct Retention: Hashable, Sendable {
    /// Rows per node and survey.
    package var nodeSamples: Duration
    /// Rows per host, and per file system of it.
    package var hostSamples: Duration
    package var events: Duration

    package init(
        nodeSamples: Duration = .seconds(48 * 3600), hostSamples: Duration = .seconds(30 * 86_400),
        events: Duration = .seconds(400 * 86_400)
    ) {
        self.nodeSamples = nodeSamples
        self.hostSamples = hostSamples
        self.events = events
    }
}

extension Store {
    /// Removes what is older than `retention` says, and notes how large the database is.
    ///
    /// One short transaction per host and table, so that nobody waits long for the lock.
    package func prune(_ retention: Retention, at now: Timestamp) throws(StoreError) {
        let hosts = try read { db in try Int64.fetchAll(db, sql: "SELECT id FROM host") }
        for host in hosts {
            try prune("node_sample", host: host, before: now.advanced(by: .zero - retention.nodeSamples))
            try prune("sample", host: host, before: now.advanced(by: .zero - retention.hostSamples))
            try prune("volume_sample", host: host, before: now.advanced(by: .zero - retention.hostSamples))
            try prune("event", host: host, before: now.advanced(by: .zero - retention.events))
        }
        try noteSize(at: now)
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
