import GRDB
package import MusterModel

/// What the newest survey of a host said of the machine, without its nodes.
package struct CurrentSurvey: Hashable, Sendable {
    package let at: Timestamp
    package let isComplete: Bool
    package let facts: HostFacts
    package let sample: Sample
    package let sources: [SourceReport]
    /// Other managers that are alive on the host; `nil` where nobody looked.
    package let foreign: [ForeignManager]?
    /// When the last complete survey was received; `nil` where none of those that are kept was complete.
    package let completeAt: Timestamp?
}

extension Store {
    /// The newest survey of a host; `nil` for one that was never surveyed.
    ///
    /// For decisions, which need the machine each time and the nodes from their records: a whole document of 200
    /// nodes takes milliseconds to read, this takes microseconds.
    package func currentSurvey(of host: HostName) throws(StoreError) -> CurrentSurvey? {
        try read { db in
            let sql = """
                SELECT c.surveyed_at, c.complete, c.facts, c.sample, c.sources, c.foreign_managers,
                    (SELECT max(s.at) FROM survey s WHERE s.host_id = c.host_id AND s.complete = 1)
                FROM host_current c JOIN host h ON h.id = c.host_id WHERE h.name = ?
                """
            guard let row = try Row.fetchOne(try db.cachedStatement(sql: sql), arguments: [host.text]) else {
                return nil
            }
            var reader = RowReader(row, table: "host_current")
            return CurrentSurvey(
                at: reader.time() ?? Timestamp(milliseconds: 0), isComplete: reader.flag(),
                facts: try reader.json(HostFacts.self),
                sample: try JSONColumn.streamed(Sample.self, reader.text(), table: "host_current"),
                sources: try reader.json([SourceReport].self),
                foreign: try reader.optionalJSON([ForeignManager].self), completeAt: reader.time())
        }
    }
}
