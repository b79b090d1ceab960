package import MusterModel

/// Actions from the ledger: who, when, why, what came of it and how long it took; the newest first.
package struct LedgerReport: Report {
    package let name = "actions"
    private let entries: [LedgerEntry]
    private let now: Timestamp

    /// - Parameter now: until when open actions are counted as running.
    package init(_ entries: [LedgerEntry], at now: Timestamp) {
        self.entries = entries
        self.now = now
    }

    package var csv: String? { table.csv }

    package func text(width: Int?) -> String {
        if entries.isEmpty { return "no actions\n" }
        return table.text(width: width) + "\n" + totals + entries.remedies
    }

    var table: Table {
        Table(
            [
                .init("ACTION"), .init("TIME"), .init("HOST"), .init("NODE"),
                .init("VERB"), .init("STATE"), .init("TOOK", .right), .init("BY", isFlexible: true),
                .init("WHY", isFlexible: true), .init("OUTCOME", isFlexible: true),
            ],
            rows: entries.map { entry in
                [
                    String(entry.id.text.prefix(8)), Units.clock(entry.intendedAt), entry.host.text, entry.node ?? "",
                    entry.verb.rawValue, entry.state.rawValue, Units.duration(entry.duration(until: now)), entry.by,
                    entry.reason, entry.outcome,
                ]
            })
    }

    private var totals: String {
        let counts = Dictionary(grouping: entries, by: \.state).mapValues(\.count)
        let words = LedgerState.allCases.compactMap { state in counts[state].map { "\($0) \(state.rawValue)" } }
        return "\(Units.count(entries.count, "action")): \(words.joined(separator: ", "))\n"
    }

    package var json: JSON? {
        .report(name, version: 1, ["at": .integer(now.milliseconds), "actions": .array(entries.map(\.json))])
    }
}

extension LedgerEntry {
    var nodeText: String { node.map { "\(host)/\($0)" } ?? host.text }

    /// From leaving the controller to its end; `nil` for what never left.
    fileprivate func duration(until now: Timestamp) -> Duration? {
        guard let sentAt else { return nil }
        return (endedAt ?? now).since(sentAt)
    }

    /// What is known of its end, in one clause.
    fileprivate var outcome: String {
        if let remark { return remark }
        guard let report, report.ending != .done || report.message != nil else { return "" }
        let text = report.message ?? report.fault?.rawValue ?? ""
        let rolledBack = report.facts[ActionFact.rolledBack] == nil ? "" : "; rolled back"
        return (report.step.map { "\($0): " } ?? "") + text + rolledBack
    }

    var json: JSON {
        .members([
            "id": .string(id.text), "run": .string(runID), "host": .string(host.text), "node": .optional(node),
            "verb": .string(verb.rawValue), "state": .string(state.rawValue), "open": .bool(state.isOpen),
            "cause": .string(cause.rawValue), "reason": .string(reason), "by": .string(by),
            "set_by": .string(setBy.rawValue), "intended_at": .integer(intendedAt.milliseconds),
            "sent_at": .optional(sentAt), "ended_at": .optional(endedAt), "took_ms": .optional(report?.took),
            "fault": .optional(report?.fault?.rawValue), "step": .optional(report?.step),
            "message": .optional(report?.message), "fix": .optional(report?.fix), "remark": .optional(remark),
            "facts": .object(
                (report?.facts ?? [:]).sorted { $0.key < $1.key }.map { .init($0.key, .optional($0.value)) }),
        ])
    }
}
