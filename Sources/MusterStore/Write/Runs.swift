import GRDB
package import MusterModel

extension Store {
    package func begin(_ run: RunRecord) throws(StoreError) {
        let arguments = String(decoding: try encoded(run.arguments), as: UTF8.self)
        try write { db in
            try db.execute(
                sql:
                    "INSERT INTO run (id, verb, arguments, started_at, started_by, retry_of) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [run.id, run.verb, arguments, run.startedAt.milliseconds, run.by, run.retryOf])
        }
    }

    private func encoded(_ value: some Encodable) throws(StoreError) -> [UInt8] {
        do { return try JSONColumn.text(value) } catch { throw StoreError(error, path: path) }
    }

    /// Closes a run; the counts come from what was recorded of its hosts.
    package func finish(run id: String, at now: Timestamp, exitCode: Int) throws(StoreError) {
        try write { db in
            try db.execute(
                sql: "UPDATE run SET ended_at = ?, exit_code = ? WHERE id = ?",
                arguments: [now.milliseconds, exitCode, id])
            if db.changesCount == 0 { throw StoreError.unknownRun(id) }
        }
    }

    /// Records what became of hosts in a run, and with it how each was last reached.
    package func record(_ results: [RunHost], run id: String) throws(StoreError) {
        try write { db in
            var hosts = HostIDs(db)
            for result in results {
                let host = try hosts.id(of: result.host)
                try Self.insert(result, host: host, run: id, db)
                if result.outcome != .skipped { try Self.updateContact(result, host: host, db) }
            }
        }
    }

    private static func insert(_ result: RunHost, host: Int64, run: String, _ db: Database) throws {
        var row = try Insertion(db, runHostSQL)
        row.add(run)
        row.add(host)
        row.add(result.outcome.rawValue)
        row.add(result.failure?.step)
        row.add(result.failure?.message)
        row.add(result.failure?.fix)
        row.add(result.at)
        row.add(result.took)
        row.add(result.address)
        try row.run()
    }

    private static let runHostSQL = SQLText.replace(
        "run_host", "run_id host_id outcome step message fix at took address")

    /// An unreachable host keeps the time and address at which it last answered.
    private static func updateContact(_ result: RunHost, host: Int64, _ db: Database) throws {
        var update = try Insertion(db, contactSQL)
        update.add(result.at)
        update.add(result.outcome.rawValue)
        update.add(result.failure?.step)
        update.add(result.failure?.message)
        update.add(result.failure?.fix)
        let reached = result.outcome == .ok || result.outcome == .failed
        update.add(reached ? result.at : nil)
        update.add(result.address)
        update.add(host)
        try update.run()
    }

    private static let contactSQL = """
        UPDATE host SET contact_at = ?, outcome = ?, failure_step = ?, failure_message = ?, failure_fix = ?,
            reached_at = coalesce(?, reached_at), address = coalesce(?, address)
        WHERE id = ?
        """

    /// Remembers the agents that hosts answered with.
    package func record(_ agents: [HostName: AgentRecord]) throws(StoreError) {
        try write { db in
            var hosts = HostIDs(db)
            var row = try Insertion(db, Self.agentSQL)
            for (name, agent) in agents {
                row.add(try hosts.id(of: name))
                for text in [agent.version, agent.sha256] { row.add(text) }
                row.add(agent.size)
                for text in [agent.architecture, agent.path] { row.add(text) }
                row.add(agent.lastContact)
                try row.run()
            }
        }
    }

    private static let agentSQL = SQLText.replace("agent", "host_id version sha256 size architecture path contact_at")

    /// Forgets the agents of hosts from which they were removed.
    package func forgetAgents(of hosts: [HostName]) throws(StoreError) {
        try write { db in
            for host in hosts {
                try db.execute(
                    sql: "DELETE FROM agent WHERE host_id = (SELECT id FROM host WHERE name = ?)",
                    arguments: [host.text])
            }
        }
    }
}
