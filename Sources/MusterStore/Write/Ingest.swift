import GRDB
package import MusterModel

/// One host's survey, reconciled with what was known before, on its way into the store.
package struct IngestedSurvey: Sendable {
    package var host: HostName
    /// By the controller's clock; orders and ages the evidence.
    package var receivedAt: Timestamp
    /// When it was asked for, by the same clock: it may tell of any time since then.
    package var begunAt: Timestamp
    package var survey: Survey
    /// All nodes that the host has or may have.
    package var nodes: [NodeRecord]
    /// Nodes proven to be gone: they leave the current view, their history stays.
    package var gone: [NodeID]
    package var events: [FleetEvent]
    package var runID: String?

    package init(
        host: HostName, receivedAt: Timestamp, begunAt: Timestamp? = nil, survey: Survey, nodes: [NodeRecord],
        gone: [NodeID] = [],
        events: [FleetEvent] = [], runID: String? = nil
    ) {
        self.host = host
        self.receivedAt = receivedAt
        self.begunAt = begunAt ?? receivedAt
        self.survey = survey
        self.nodes = nodes
        self.gone = gone
        self.events = events
        self.runID = runID
    }
}

extension Store {
    /// Surveys kept whole per host; older ones leave only their samples and events.
    package static var surveysKept: Int { 3 }

    /// Takes surveys in, all of them in one transaction or none.
    package func ingest(_ surveys: [IngestedSurvey]) throws(StoreError) {
        try write { db in
            var hosts = HostIDs(db)
            for survey in surveys {
                let id = try hosts.id(of: survey.host)
                try HostWriter(db, host: id).write(survey)
                try NodeWriter(db, host: id).write(survey)
                try EventWriter(db, host: id).write(survey.events, runID: survey.runID)
            }
        }
    }

    package func ingest(_ survey: IngestedSurvey) throws(StoreError) { try ingest([survey]) }
}

/// Looks host names up, each at most once.
struct HostIDs {
    private let db: Database
    private var known: [HostName: Int64] = [:]

    init(_ db: Database) { self.db = db }

    mutating func id(of name: HostName) throws -> Int64 {
        if let id = known[name] { return id }
        let sql = "SELECT id FROM host WHERE name = ?"
        guard let id = try Int64.fetchOne(try db.cachedStatement(sql: sql), arguments: [name.text]) else {
            throw StoreError.unknownHost(name)
        }
        known[name] = id
        return id
    }
}
