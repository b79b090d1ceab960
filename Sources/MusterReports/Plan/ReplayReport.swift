package import MusterModel

/// What the engine would have done over a stretch of the past, moment by moment.
package struct ReplayReport: Report {
    package struct Host: Sendable {
        package var host: HostName
        package var samples: Int
        package var from: Timestamp?
        package var until: Timestamp?
        package var steps: [(at: Timestamp, action: PlannedAction)]

        package init(
            host: HostName, samples: Int, from: Timestamp?, until: Timestamp?,
            steps: [(at: Timestamp, action: PlannedAction)]
        ) {
            self.host = host
            self.samples = samples
            self.from = from
            self.until = until
            self.steps = steps
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
        return table + hosts.map { Self.summary($0) + "\n" }.joined()
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
