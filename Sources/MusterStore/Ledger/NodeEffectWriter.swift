import GRDB
import MusterModel

/// Carries the effects of actions out on a host's nodes, their failures and the quarantine.
struct NodeEffectWriter {
    private let db: Database
    private let host: Int64
    private let now: Timestamp

    init(_ db: Database, host: Int64, at now: Timestamp) {
        self.db = db
        self.host = host
        self.now = now
    }

    /// What is wished of a node; `nil` too for one that is not known.
    func wish(of node: String) throws -> DesiredState? {
        let sql = """
            SELECT desired_goal, desired_by, desired_since, desired_until, desired_reason
            FROM node WHERE host_id = ? AND name = ?
            """
        guard let row = try Row.fetchOne(try db.cachedStatement(sql: sql), arguments: [host, node]) else { return nil }
        var reader = RowReader(row, table: "node")
        return try reader.desired()
    }

    func carryOut(_ effect: NodeEffect, of entry: LedgerEntry) throws {
        guard let node = entry.node else { return }
        if let made = effect.made {
            try make(made, of: entry)
            try update(node, "recorded_address = ?", [entry.request.node?.rewardsAddress])
        }
        try changeWish(of: node, effect.wish, entry)
        try changeOpen(of: node, effect.open, entry)
        try changeStatus(of: node, effect.status)
        if let managed = effect.managed { try update(node, "managed = ?", [managed]) }
        if effect.isGone {
            let gone = "gone_at = ?, desired_goal = NULL, open_id = NULL, open_ends_at = NULL"
            try update(node, gone, [now.milliseconds])
            // The next node of that name has not failed yet.
            try db.execute(sql: "DELETE FROM node_failure WHERE host_id = ? AND node = ?", arguments: [host, node])
        }
        try changeFailures(of: node, effect.failure, entry)
        if let quarantine = effect.quarantine { try Restraints(db).add(quarantine, host: host) }
        if let binary = effect.cleared { try Restraints(db).lift(hash: binary) }
    }

    private func update(_ node: String, _ assignments: String, _ values: StatementArguments) throws {
        try db.execute(
            sql: "UPDATE node SET \(assignments) WHERE host_id = ? AND name = ?",
            arguments: values + [host, node])
    }

    private func changeWish(of node: String, _ change: NodeEffect.Wish, _ entry: LedgerEntry) throws {
        switch change {
        case .keep: break
        case .become(let wish): try set(wish, of: node)
        case .fallBack:
            // Only while it is this action's own: an operator may have said something else meanwhile.
            guard let wish = try wish(of: node), wish.since == entry.intendedAt, wish.setBy == entry.setBy else {
                return
            }
            try set(entry.wishBefore, of: node)
        }
    }

    func setManaged(_ managed: Bool, of node: String) throws {
        // Whoever adopts a node has been shown it as it is.
        let rest = managed ? ", recorded_address = rewards_address, strange_address = NULL" : ", desired_goal = NULL"
        try update(node, "managed = ?" + rest, [managed])
    }

    func set(_ wish: DesiredState?, of node: String) throws {
        let assignments = """
            desired_goal = ?, desired_by = ?, desired_since = ?, desired_until = ?, desired_reason = ?
            """
        try update(
            node, assignments,
            [
                wish?.goal.rawValue, wish?.setBy.rawValue, wish?.since.milliseconds, wish?.until?.milliseconds,
                wish?.reason,
            ])
    }

    private func changeOpen(of node: String, _ change: NodeEffect.Open, _ entry: LedgerEntry) throws {
        switch change {
        case .keep: break
        case .become(let open):
            try update(
                node, "open_id = ?, open_verb = ?, open_since = ?, open_ends_at = ?",
                [open.id, open.verb.rawValue, open.since.milliseconds, open.endsAt.milliseconds])
        case .clear:
            try update(node, "open_id = NULL, open_verb = NULL, open_since = NULL, open_ends_at = NULL", [])
        case .end:
            try db.execute(
                sql: """
                    UPDATE node SET open_id = NULL, open_verb = NULL, open_since = NULL, open_ends_at = NULL
                    WHERE host_id = ? AND name = ? AND open_id = ?
                    """, arguments: [host, node, entry.id.text])
        }
    }

    private func changeStatus(of node: String, _ change: NodeEffect.Status) throws {
        switch change {
        case .keep: break
        case .become(let status):
            try update(node, "status = ?, health = NULL", [status.rawValue])
            guard status == .stopped || status == .disabled else { return }
            try update(node, "last_known_status = ?, evidence_at = ?", [status.rawValue, now.milliseconds])
        case .fallBack: try update(node, "status = coalesce(last_known_status, status), health = NULL", [])
        }
    }

    /// Begins the record of a node that was made, where no survey has found it yet.
    private func make(_ observation: NodeObservation, of entry: LedgerEntry) throws {
        let known = "SELECT EXISTS (SELECT 1 FROM node WHERE host_id = ? AND name = ? AND gone_at IS NULL)"
        if try Bool.fetchOne(db, sql: known, arguments: [host, observation.name]) ?? false { return }
        let record = NodeRecord(
            id: NodeID(host: entry.host, name: observation.name), kind: observation.kind, key: observation.key,
            status: .restarting, evidenceAt: now, firstSeenAt: now,
            createdAt: entry.verb == .add ? now : nil, managed: true, observation: observation)
        try NodeWriter(db, host: host).begin(record)
    }

    private func changeFailures(of node: String, _ change: NodeEffect.Failure, _ entry: LedgerEntry) throws {
        switch change {
        case .keep: break
        case .cleared:
            try db.execute(
                sql: "DELETE FROM node_failure WHERE host_id = ? AND node = ? AND verb = ?",
                arguments: [host, node, entry.verb.rawValue])
        case .counted(let binary, let message):
            try db.execute(
                sql: """
                    INSERT INTO node_failure (host_id, node, verb, binary, count, last_at, message)
                    VALUES (?, ?, ?, ?, 1, ?, ?)
                    ON CONFLICT DO UPDATE SET count = count + 1, last_at = excluded.last_at, message = excluded.message
                    """,
                arguments: [host, node, entry.verb.rawValue, binary, now.milliseconds, message])
        }
    }
}
