import GRDB
package import MusterModel

extension Store {
    /// Takes what agents say became of actions: entries end, nodes change, failures are counted, all on the disk when
    /// it returns.
    ///
    /// A report of an entry that ended already is kept in its history and changes nothing. One of an action that this
    /// ledger does not hold is another controller's, or from after the backup that the database was restored from: it is
    /// passed over.
    ///
    /// - Returns: the entries whose state these reports changed, as they stand now.
    @discardableResult
    package func settle(_ reports: [ActionReport], at now: Timestamp) throws(StoreError) -> [LedgerEntry] {
        guard !reports.isEmpty else { return [] }
        return try write(.full) { db in
            var hosts = HostIDs(db)
            var changed: [LedgerEntry] = []
            for report in reports {
                guard let entry = try Self.entry(of: report, db) else { continue }
                let host = try hosts.id(of: entry.host)
                if try Self.settle(entry, by: report, host: host, at: now, db) {
                    changed.append(try LedgerRow.entry(report.id, db))
                }
            }
            return changed
        }
    }

    private static func entry(of report: ActionReport, _ db: Database) throws -> LedgerEntry? {
        do { return try LedgerRow.entry(report.id, db) } catch StoreError.unknownAction { return nil }
    }

    /// Whether the report changed how the entry stands.
    private static func settle(
        _ entry: LedgerEntry, by report: ActionReport, host: Int64, at now: Timestamp, _ db: Database
    ) throws -> Bool {
        let history = LedgerHistory(db, at: now)
        guard entry.state.isOpen else {
            if entry.report != report { try history.note(entry.id, entry.state, remark: "late report", report: report) }
            return false
        }
        let state = report.ending.state
        if entry.state == state, entry.report == report { return false }
        try history.become(entry.id, state, report: report)
        try NodeEffectWriter(db, host: host, at: now).carryOut(entry.effect(of: report, at: now), of: entry)
        return true
    }

    /// Ends an open entry by an operator's word, with the effects that its report would have had.
    ///
    /// - Throws: `StoreError.actionIsBeyond` for an entry that has ended.
    @discardableResult
    package func resolve(
        _ id: ActionID, as state: LedgerState, remark: String, by: String, at now: Timestamp
    ) throws(StoreError) -> LedgerEntry {
        try write(.full) { db in
            let entry = try LedgerRow.entry(id, db)
            guard entry.state.isOpen else { throw StoreError.actionIsBeyond(id, entry.state) }
            var hosts = HostIDs(db)
            try LedgerHistory(db, at: now).become(id, state, by: by, remark: remark)
            let effect =
                switch state {
                case .done: entry.effect(of: ActionReport(id: id, ending: .done), at: now)
                // Said by somebody who looked: nothing is counted against the node.
                default: entry.untouched
                }
            try NodeEffectWriter(db, host: try hosts.id(of: entry.host), at: now).carryOut(effect, of: entry)
            return try LedgerRow.entry(id, db)
        }
    }
}
