import Foundation

/// One action as `history --json` tells it.
package struct LedgerLine: Sendable, Decodable {
    package var id: String
    package var host: String
    package var node: String?
    package var verb: String
    package var state: String
    package var open: Bool
    package var cause: String
    package var reason: String
    package var intendedAt: Int64
    package var sentAt: Int64?
    package var endedAt: Int64?
    package var message: String?

    enum CodingKeys: String, CodingKey {
        case id, host, node, verb, state, open, cause, reason, message
        case intendedAt = "intended_at"
        case sentAt = "sent_at"
        case endedAt = "ended_at"
    }
}

extension LedgerLine {
    /// Those of an answer of `history --json`, oldest first.
    static func all(in outcome: Outcome) throws -> [LedgerLine] {
        guard outcome.exitCode == 0 else { throw HarnessError.said(outcome.description) }
        return try outcome.decode(History.self).actions.reversed()
    }
}

private struct History: Decodable {
    var actions: [LedgerLine]
}

extension Workstation {
    /// All actions of the ledger, oldest first.
    package func ledger() async throws -> [LedgerLine] {
        try LedgerLine.all(in: try await act("history", "--json", "--limit", "100000"))
    }

    /// Whether `db verify` finds the database sound.
    package func databaseIsSound() async throws -> Bool { try await act("db", "verify").exitCode == 0 }
}
