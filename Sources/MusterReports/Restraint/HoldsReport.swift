package import MusterModel

/// Hosts and nodes that are left alone on an operator's word.
package struct HoldsReport: Report {
    package let name = "holds"
    private let holds: [Hold]
    private let now: Timestamp

    package init(_ holds: [Hold], at now: Timestamp) {
        self.holds = holds
        self.now = now
    }

    package var csv: String? { table.csv }

    package func text(width: Int?) -> String { holds.isEmpty ? "nothing is held\n" : table.text(width: width) }

    private var table: Table {
        Table(
            [
                .init("HOST"), .init("NODE"), .init("SINCE", .right),
                .init("UNTIL"), .init("BY", isFlexible: true), .init("REASON", isFlexible: true),
            ],
            rows: holds.map { hold in
                [
                    hold.host.text, hold.node ?? "all", Units.age(of: hold.since, at: now),
                    hold.until.map { Units.clock($0) } ?? "released", hold.by, hold.reason,
                ]
            })
    }

    package var json: JSON? { .report(name, version: 1, ["holds": .array(holds.map(\.json))]) }
}

extension Hold {
    var json: JSON {
        .members([
            "host": .string(host.text), "node": .optional(node), "since": .integer(since.milliseconds),
            "until": .optional(until), "by": .string(by), "reason": .string(reason),
        ])
    }
}
