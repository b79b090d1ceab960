import GRDB
package import MusterModel

extension Store {
    /// Remembers what the loop says of itself; replaces what it said before.
    package func noteWatch(_ state: WatchState) throws(StoreError) {
        try write { db in
            var row = try Insertion(db, SQLText.replace("watch", "run_id at document"))
            row.add(state.runID)
            row.add(state.at)
            row.add(try JSONColumn.text(state))
            try row.run()
            try db.execute(
                sql: "DELETE FROM watch WHERE run_id NOT IN (SELECT run_id FROM watch ORDER BY at DESC LIMIT 10)")
        }
    }

    /// What loops said of themselves last, the newest first.
    package func watchStates() throws(StoreError) -> [WatchState] {
        try read { db in
            try String.fetchAll(db, sql: "SELECT document FROM watch ORDER BY at DESC").map {
                try JSONColumn.value(WatchState.self, $0, table: "watch")
            }
        }
    }
}
