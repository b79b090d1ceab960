import GRDB
package import MusterModel

/// Appends to the history of events.
struct EventWriter {
    private let db: Database
    private let host: Int64

    init(_ db: Database, host: Int64) {
        self.db = db
        self.host = host
    }

    func write(_ events: [FleetEvent], runID: String?) throws {
        guard !events.isEmpty else { return }
        var row = try Insertion(db, Self.sql)
        for event in events {
            row.add(event.at)
            row.add(host)
            row.add(event.node)
            row.add(event.kind.rawValue)
            row.add(event.text)
            row.add(runID)
            row.add(event.before)
            row.add(event.after)
            try row.run()
        }
    }

    private static let sql = SQLText.replace("event", "at host_id node kind text run_id value_before value_after")
}

extension Store {
    /// Records things that happened without a survey.
    package func record(_ events: [FleetEvent], runID: String? = nil) throws(StoreError) {
        try write { db in
            var hosts = HostIDs(db)
            for event in events { try EventWriter(db, host: try hosts.id(of: event.host)).write([event], runID: runID) }
        }
    }
}
