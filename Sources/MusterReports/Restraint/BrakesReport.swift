package import MusterModel

/// What the fleet must not do now: brakes, and binaries that no node gets.
package struct BrakesReport: Report {
    package let name = "brakes"
    private let brakes: [Brake]
    private let quarantines: [Quarantine]
    private let now: Timestamp

    package init(_ brakes: [Brake], quarantines: [Quarantine], at now: Timestamp) {
        self.brakes = brakes
        self.quarantines = quarantines
        self.now = now
    }

    package func text(width: Int?) -> String {
        let parts = [
            brakes.isEmpty ? "no brake is on\n" : brakeTable.text(width: width),
            quarantines.isEmpty ? "" : "\nbinaries in quarantine:\n" + quarantineTable.text(width: width),
        ]
        return parts.joined()
    }

    private var brakeTable: Table {
        Table(
            [
                .init("BRAKE"), .init("KIND"), .init("SINCE", .right), .init("BY", isFlexible: true),
                .init("REASON", isFlexible: true),
            ],
            rows: brakes.map { brake in
                [
                    brake.scope.text, brake.kind ?? "all", Units.age(of: brake.since, at: now), brake.by, brake.reason,
                ]
            })
    }

    private var quarantineTable: Table {
        Table(
            [
                .init("BINARY"), .init("VERSION"), .init("SINCE", .right), .init("FAILED ON", isFlexible: true),
                .init("REASON", isFlexible: true),
            ],
            rows: quarantines.map { one in
                [
                    String(one.hash.prefix(12)), one.version ?? Units.unknown, Units.age(of: one.since, at: now),
                    "\(one.host)/\(one.node)", one.reason,
                ]
            })
    }

    package var json: JSON? {
        .report(
            name, version: 1,
            ["brakes": .array(brakes.map(\.json)), "quarantines": .array(quarantines.map(\.json))])
    }
}

extension Brake.Scope {
    /// What it forbids.
    var text: String {
        switch self {
        case .starts: "no starts"
        case .mass: "no actions"
        }
    }
}

extension Brake {
    var json: JSON {
        .members([
            "scope": .string(scope.rawValue), "kind": .optional(kind), "since": .integer(since.milliseconds),
            "by": .string(by), "reason": .string(reason),
        ])
    }
}

extension Quarantine {
    var json: JSON {
        .members([
            "sha256": .string(hash), "version": .optional(version), "host": .string(host.text),
            "node": .string(node), "since": .integer(since.milliseconds), "reason": .string(reason),
        ])
    }
}
