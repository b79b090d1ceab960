import GRDB
package import MusterModel

extension Store {
    /// Records a round's intents, all of them or none, on the disk when it returns.
    ///
    /// A node has one open action: a second one is an error, except that an operator's takes the place of one that
    /// the engine decided and nobody sent yet. Returns the entries that were taken back for that. A new node whose port
    /// another host has that shares the public address is `StoreError.portIsTaken`.
    @discardableResult
    package func intend(_ entries: [LedgerEntry]) throws(StoreError) -> [LedgerEntry] {
        guard !entries.isEmpty else { return [] }
        return try write(.full) { db in
            var hosts = HostIDs(db)
            var displaced: [LedgerEntry] = []
            for entry in entries {
                let host = try hosts.id(of: entry.host)
                if let earlier = try Self.makeRoom(for: entry, host: host, db) { displaced.append(earlier) }
                try Self.checkPorts(of: entry, db)
                try Self.intend(entry, host: host, db)
            }
            return displaced
        }
    }

    private static func intend(_ entry: LedgerEntry, host: Int64, _ db: Database) throws {
        guard
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM run WHERE id = ?)", arguments: [entry.runID])
                ?? false
        else { throw StoreError.unknownRun(entry.runID) }
        let nodes = NodeEffectWriter(db, host: host, at: entry.intendedAt)
        var entry = entry
        entry.state = .intended
        entry.wishBefore = try entry.node.flatMap { try nodes.wish(of: $0) }
        try LedgerRow.insert(entry, host: host, db)
        try LedgerHistory(db, at: entry.intendedAt).note(entry.id, .intended, by: entry.by)
        try nodes.carryOut(entry.intentEffect, of: entry)
    }

    /// Hosts behind one public address share its ports, whoever plans beside us.
    private static func checkPorts(of entry: LedgerEntry, _ db: Database) throws {
        guard entry.verb == .add || entry.verb == .restore, let node = entry.request.node else { return }
        guard let (host, port) = try neighbour(of: entry.host, claiming: node.ports.map(\.port), db) else { return }
        throw StoreError.portIsTaken(port, by: host)
    }

    /// Takes a queued action of the engine back for an operator's.
    private static func makeRoom(for entry: LedgerEntry, host: Int64, _ db: Database) throws -> LedgerEntry? {
        guard let node = entry.node else { return nil }
        let sql = LedgerRow.select + " WHERE a.host_id = ? AND a.node = ? AND a.state IN \(LedgerRow.openStates)"
        guard let row = try Row.fetchOne(try db.cachedStatement(sql: sql), arguments: [host, node]) else { return nil }
        let earlier = try LedgerRow.entry(row)
        guard earlier.state == .intended, earlier.cause != .operator, entry.cause == .operator else {
            throw StoreError.nodeIsBusy(NodeID(host: entry.host, name: node), earlier.id)
        }
        let remark = "taken back for the operator's \(entry.verb.rawValue)"
        try LedgerHistory(db, at: entry.intendedAt).become(earlier.id, .cancelled, by: entry.by, remark: remark)
        try NodeEffectWriter(db, host: host, at: entry.intendedAt).carryOut(earlier.untouched, of: earlier)
        return earlier
    }

    /// Records that actions leave for their agents; returns those that may be sent.
    ///
    /// One that was taken back meanwhile is not among them and must not be sent.
    package func markSent(_ ids: [ActionID], at now: Timestamp) throws(StoreError) -> Set<ActionID> {
        try write(.full) { db in
            var sent: Set<ActionID> = []
            for id in ids where try LedgerRow.entry(id, db).state == .intended {
                try LedgerHistory(db, at: now).markSent(id)
                sent.insert(id)
            }
            return sent
        }
    }

    /// Takes actions back that were not sent; returns those that were still to be taken back.
    @discardableResult
    package func cancel(
        _ ids: [ActionID], because remark: String, by: String? = nil, at now: Timestamp
    ) throws(StoreError) -> Set<ActionID> {
        try write(.full) { db in
            var hosts = HostIDs(db)
            var cancelled: Set<ActionID> = []
            for id in ids {
                let entry = try LedgerRow.entry(id, db)
                guard entry.state == .intended else { continue }
                try LedgerHistory(db, at: now).become(id, .cancelled, by: by, remark: remark)
                try NodeEffectWriter(db, host: try hosts.id(of: entry.host), at: now)
                    .carryOut(entry.untouched, of: entry)
                cancelled.insert(id)
            }
            return cancelled
        }
    }
}
