import GRDB

extension Store {
    /// What is wrong with the database, in words; empty if nothing is.
    package func verify() throws(StoreError) -> [String] {
        try read { db in
            let verification = Verification(db)
            // Rows of a damaged file prove nothing about Muster's own rules.
            let damage = try verification.integrity()
            guard damage.isEmpty else { return damage }
            let differences = try verification.schema()
            return differences.isEmpty ? try verification.references() + verification.rules() : differences
        }
    }
}

/// The kinds of check that `db verify` makes.
struct Verification {
    private let db: Database

    init(_ db: Database) { self.db = db }

    func integrity() throws -> [String] {
        try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
    }

    /// Where tables, columns, indexes and triggers are not those that this program makes.
    func schema() throws -> [String] {
        let (expected, found) = (try SchemaParts.expected(), try SchemaParts(of: db))
        let differences =
            found.lacking(of: expected).map { "\($0) is missing" }
            + expected.lacking(of: found).map { "\($0) is not of this program" }
        return Array(differences.prefix(20))
    }

    func references() throws -> [String] {
        try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(20).map { row in
            "a row of \(row[0] as String) points to a row of \(row[2] as String) that is not there"
        }
    }

    /// What Muster itself promises about its tables.
    func rules() throws -> [String] {
        try Self.rules.compactMap { rule, sql in
            let count = try Int.fetchOne(db, sql: sql) ?? 0
            return count == 0 ? nil : "\(count) \(rule)"
        }
    }

    private static let rules: [(String, String)] = [
        (
            "nodes without evidence",
            """
            SELECT count(*) FROM node n LEFT JOIN node_evidence e ON e.host_id = n.host_id AND e.name = n.name
            WHERE e.name IS NULL
            """
        ),
        (
            "pieces of evidence without a node",
            """
            SELECT count(*) FROM node_evidence e LEFT JOIN node n ON n.host_id = e.host_id AND n.name = e.name
            WHERE n.name IS NULL
            """
        ),
        (
            "nodes of hosts that were never surveyed",
            "SELECT count(*) FROM node WHERE host_id NOT IN (SELECT host_id FROM host_current)"
        ),
        ("amounts that are no decimal number", "SELECT count(*) FROM node WHERE earned = '' OR earned GLOB '*[^0-9]*'"),
        (
            "actions whose end and state contradict each other",
            "SELECT count(*) FROM action WHERE (state IN \(LedgerRow.openStates)) = (ended_at IS NOT NULL)"
        ),
        (
            "actions without a history",
            "SELECT count(*) FROM action WHERE seq NOT IN (SELECT action_seq FROM action_event)"
        ),
        (
            "nodes whose open action is not in the ledger",
            "SELECT count(*) FROM node WHERE open_id IS NOT NULL AND open_id NOT IN (SELECT id FROM action)"
        ),
        ("databases without a controller id", "SELECT count(*) = 0 FROM meta WHERE key = 'controller_id'"),
    ]
}
