package import MusterModel

/// What was done and what happened: actions, then runs, then events, each with the newest first.
package struct HistoryReport: Report {
    package let name = "history"
    private let actions: LedgerReport?
    private let runs: [RunRecord]
    private let events: [FleetEvent]

    /// - Parameter now: until when open actions are counted as running.
    package init(actions: [LedgerEntry] = [], runs: [RunRecord], events: [FleetEvent], at now: Timestamp) {
        self.actions = actions.isEmpty ? nil : LedgerReport(actions, at: now)
        self.runs = runs
        self.events = events
    }

    package func text(width: Int?) -> String {
        let parts = [
            actions?.text(width: width) ?? "", runs.isEmpty ? "" : runTable.text(width: width),
            events.isEmpty ? "" : eventTable.text(width: width),
        ]
        let text = parts.filter { !$0.isEmpty }.joined(separator: "\n")
        return text.isEmpty ? "nothing has happened yet\n" : text
    }

    /// The events; actions and runs have lists of their own in JSON.
    package var csv: String? { eventTable.csv }

    private var runTable: Table {
        Table(
            [
                .init("RUN"), .init("STARTED"), .init("TOOK", .right), .init("BY", isFlexible: true), .init("VERB"),
                .init("HOSTS", isFlexible: true), .init("EXIT", .right), .init("ARGUMENTS", isFlexible: true),
            ],
            rows: runs.map { run in
                [
                    String(run.id.prefix(8)), Units.clock(run.startedAt),
                    run.endedAt.map { Units.duration($0.since(run.startedAt)) } ?? "no end", run.by, run.verb,
                    run.countText, run.exitCode.map(String.init) ?? Units.unknown,
                    run.arguments.joined(separator: " ")
                        + (run.retryOf.map { " (retry of \($0.prefix(8)))" } ?? ""),
                ]
            })
    }

    private var eventTable: Table {
        Table(
            [
                .init("TIME"), .init("HOST"), .init("NODE"), .init("EVENT"),
                .init("WHAT", isFlexible: true),
            ],
            rows: events.map { event in
                [Units.clock(event.at), event.host.text, event.node ?? "", event.kind.rawValue, event.text]
            })
    }

    package var json: JSON? {
        .report(
            name, version: 1,
            [
                "actions": actions?.json?["actions"] ?? .array([]), "runs": .array(runs.map(json)),
                "events": .array(events.map(json)),
            ])
    }

    private func json(_ run: RunRecord) -> JSON {
        .members([
            "id": .string(run.id), "verb": .string(run.verb), "arguments": .array(run.arguments.map { .string($0) }),
            "started_at": .integer(run.startedAt.milliseconds), "ended_at": .optional(run.endedAt),
            "by": .string(run.by),
            "hosts": .counts(Dictionary(uniqueKeysWithValues: run.counts.map { ($0.key.rawValue, $0.value) })),
            "exit_code": .optional(run.exitCode.map { Int64($0) }), "retry_of": .optional(run.retryOf),
        ])
    }

    private func json(_ event: FleetEvent) -> JSON {
        .members([
            "at": .integer(event.at.milliseconds), "host": .string(event.host.text), "node": .optional(event.node),
            "kind": .string(event.kind.rawValue), "text": .string(event.text),
        ])
    }
}

extension RunRecord {
    /// For example `9 ok, 1 unreachable`.
    fileprivate var countText: String {
        let parts = OutcomeKind.allCases.compactMap { kind in counts[kind].map { "\($0) \(kind.rawValue)" } }
        return parts.isEmpty ? Units.unknown : parts.joined(separator: ", ")
    }
}
