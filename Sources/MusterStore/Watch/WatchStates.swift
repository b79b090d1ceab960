import GRDB
package import MusterModel

extension Store {
    /// Remembers what the loop says of itself, in place of what it said before, and claims hosts for it.
    ///
    /// A host belongs to the loop that claimed it first, until that one ends, lets it go or falls silent. What is claimed
    /// counts from here on.
    ///
    /// - Parameter hosts: those that it would work with.
    /// - Returns: of these, the ones that other loops have.
    @discardableResult
    package func noteWatch(
        _ state: WatchState, claiming hosts: [HostName] = []
    ) throws(StoreError) -> [HostName: WatchState] {
        try write { db in
            let states = try Self.watchStates(db)
            let others = states.filter { $0.runID != state.runID && $0.isRunning(at: state.at) }
            // One that was silent for long has lost what it had.
            let before = states.first { $0.runID == state.runID && $0.isRunning(at: state.at) }
            var state = state
            state.process = LeaseProcess.own?.text
            var taken: [HostName: WatchState] = [:]
            for host in hosts {
                if before?.has(host) != true, let other = others.first(where: { $0.has(host) }) {
                    taken[host] = other
                    state.hosts[host.text] = WatchedHost(.standby, since: state.at, detail: other.name)
                } else if !state.has(host) {
                    state.hosts[host.text] = WatchedHost(.connecting, since: state.at)
                }
            }
            var row = try Insertion(db, SQLText.replace("watch", "run_id at document"))
            row.add(state.runID)
            row.add(state.at)
            row.add(try JSONColumn.text(state))
            try row.run()
            try db.execute(
                sql: "DELETE FROM watch WHERE run_id NOT IN (SELECT run_id FROM watch ORDER BY at DESC LIMIT 10)")
            return taken
        }
    }

    /// What loops said of themselves last, the newest first.
    package func watchStates() throws(StoreError) -> [WatchState] { try read { db in try Self.watchStates(db) } }

    private static func watchStates(_ db: Database) throws -> [WatchState] {
        let own = LeaseProcess.own
        let sql = """
            SELECT w.document, r.ended_at FROM watch w JOIN run r ON r.id = w.run_id ORDER BY w.at DESC, w.run_id
            """
        return try Row.fetchAll(db, sql: sql).map { row in
            var state = try JSONColumn.value(WatchState.self, row[0] as String, table: "watch")
            let process = state.process.flatMap { LeaseProcess($0) }
            state.hasEnded = (row[1] as Int64?) != nil || process?.hasEnded(seenFrom: own) ?? false
            return state
        }
    }
}
