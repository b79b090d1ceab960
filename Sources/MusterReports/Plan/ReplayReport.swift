package import MusterModel

/// What the engine would have done over a stretch of the past, moment by moment.
package struct ReplayReport: Report {
    package struct Host: Sendable {
        package var host: HostName
        package var samples: Int
        package var from: Timestamp?
        package var until: Timestamp?
        package var steps: [(at: Timestamp, action: PlannedAction)]
        /// Nodes of which it is not known how they stood at the beginning.
        package var doubtful: [String]
        /// From when on it is known what single nodes used; `nil` where it never is.
        package var usesFrom: Timestamp?
        /// Stretches without samples.
        package var gaps: [Gap]

        package init(
            host: HostName, samples: Int, from: Timestamp?, until: Timestamp?,
            steps: [(at: Timestamp, action: PlannedAction)], doubtful: [String] = [], usesFrom: Timestamp? = nil,
            gaps: [Gap] = []
        ) {
            self.doubtful = doubtful
            self.usesFrom = usesFrom
            self.gaps = gaps
            self.host = host
            self.samples = samples
            self.from = from
            self.until = until
            self.steps = steps
        }
    }

    package struct Gap: Hashable, Sendable {
        package var from: Timestamp
        package var until: Timestamp

        package init(from: Timestamp, until: Timestamp) {
            self.from = from
            self.until = until
        }
    }

    package let name = "replay"
    private let hosts: [Host]

    package init(_ hosts: [Host]) { self.hosts = hosts }

    package func text(width: Int?) -> String {
        let rows = hosts.flatMap { host in
            host.steps.map { step in
                [
                    Units.clock(step.at), host.host.text, step.action.verb.rawValue, step.action.node.name,
                    step.action.reason,
                ]
            }
        }
        let columns: [Table.Column] = [
            .init("TIME"), .init("HOST"), .init("DO"), .init("NODE"), .init("WHY", isFlexible: true),
        ]
        let table = rows.isEmpty ? "" : Table(columns, rows: rows).text(width: width)
        let summaries = hosts.flatMap { host in [Self.summary(host)] + Self.notKnown(host).map { "  not known: " + $0 }
        }
        let settings = hosts.isEmpty ? "" : Self.assumption + "\n"
        return table + summaries.map { PlainText.printable($0) + "\n" }.joined() + settings
    }

    private static let assumption =
        "taken as today's: settings, limits, which nodes are managed; holds, brakes, failures and other managers of the "
        + "time are left out"

    /// What of the time the store could not tell.
    private static func notKnown(_ host: Host) -> [String] {
        guard let from = host.from else { return [] }
        var said = host.gaps.prefix(3).map { "anything from \(Units.clock($0.from)) to \(Units.clock($0.until))" }
        if host.gaps.count > 3 { said.append("anything in \(host.gaps.count - 3) more stretches") }
        if !host.doubtful.isEmpty {
            let names = host.doubtful.prefix(3).joined(separator: ", ") + (host.doubtful.count > 3 ? ", …" : "")
            said.append("how \(Units.count(host.doubtful.count, "node")) stood at the beginning (\(names))")
        }
        switch host.usesFrom {
        case nil: said.append("what single nodes used")
        case let uses? where uses > from: said.append("what single nodes used before \(Units.clock(uses))")
        default: break
        }
        return said
    }

    private static func summary(_ host: Host) -> String {
        guard let from = host.from, let until = host.until else { return "\(host.host): no samples are stored" }
        let actions = host.steps.count == 1 ? "1 action" : "\(host.steps.count) actions"
        return "\(host.host): \(actions) on \(host.samples) samples from \(Units.clock(from)) to \(Units.clock(until))"
    }

    package var json: JSON? {
        .report(
            name, version: 1,
            [
                "hosts": .array(
                    hosts.map { host in
                        .members([
                            "host": .string(host.host.text), "samples": .count(host.samples),
                            "from": .optional(host.from), "until": .optional(host.until),
                            "not_known": .array(Self.notKnown(host).map { .string($0) }),
                            "node_use_from": .optional(host.usesFrom),
                            "steps": .array(
                                host.steps.map { step in
                                    .members([
                                        "at": .integer(step.at.milliseconds),
                                        "do": .string(step.action.verb.rawValue),
                                        "node": .string(step.action.node.name),
                                        "cause": .string(step.action.cause.rawValue),
                                        "reason": .string(step.action.reason),
                                    ])
                                }),
                        ])
                    })
            ])
    }
}
