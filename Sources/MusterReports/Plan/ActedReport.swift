package import MusterModel

/// What became of the actions of one run, host by host.
package struct ActedReport: Report {
    package struct Host: Sendable {
        package var host: HostName
        /// In the order in which they were sent.
        package var entries: [LedgerEntry]
        /// Entries of earlier runs whose end was found out on the way.
        package var reconciled: [LedgerEntry]
        package var deferred: [Deferral]

        package init(
            host: HostName, entries: [LedgerEntry], reconciled: [LedgerEntry] = [], deferred: [Deferral] = []
        ) {
            self.host = host
            self.entries = entries
            self.reconciled = reconciled
            self.deferred = deferred
        }
    }

    package let name = "acted"
    private let hosts: [Host]

    package init(_ hosts: [Host]) { self.hosts = hosts }

    package func text(width: Int?) -> String {
        let rows = hosts.flatMap { host in
            host.entries.map { Self.row($0) } + host.reconciled.map { Self.row($0, remark: "of an earlier run") }
        }
        let columns: [Table.Column] = [
            .init("HOST"), .init("NODE"), .init("DONE"), .init("STATE"), .init("TIME", .right),
            .init("REMARK", isFlexible: true),
        ]
        let deferred = hosts.flatMap { host in
            host.deferred.map {
                PlainText.printable("\(host.host): deferred \($0.subject) because \($0.because)") + "\n"
            }
        }
        return (rows.isEmpty ? "" : Table(columns, rows: rows).text(width: width)) + hosts.flatMap(\.entries).remedies
            + deferred.joined()
    }

    private static func row(_ entry: LedgerEntry, remark: String? = nil) -> [String] {
        let said = [remark, entry.report?.remark, entry.state.isOpen ? "open: \(entry.id)" : nil].compactMap(\.self)
        return [
            entry.host.text, entry.node ?? Units.unknown, entry.verb.rawValue, entry.state.rawValue,
            entry.report.map { "\($0.took) ms" } ?? Units.unknown, said.joined(separator: "; "),
        ]
    }

    package var json: JSON? {
        let list = hosts.map { host in
            JSON.object(
                [JSON.Member("host", .string(host.host.text))]
                    + Self.members(host.entries, reconciled: host.reconciled, deferred: host.deferred))
        }
        return .report(name, version: 1, ["hosts": .array(list)])
    }

    /// What a run's JSON says of one host.
    package static func members(
        _ entries: [LedgerEntry], reconciled: [LedgerEntry], deferred: [Deferral]
    ) -> [JSON.Member] {
        [
            JSON.Member("actions", .array(entries.map(\.outcome))),
            JSON.Member("reconciled", .array(reconciled.map(\.outcome))),
            JSON.Member("deferred", .array(deferred.map(\.json))),
        ]
    }
}

extension LedgerEntry {
    fileprivate var outcome: JSON {
        .members([
            "id": .string(id.text), "node": .optional(node), "do": .string(verb.rawValue),
            "state": .string(state.rawValue), "reason": .string(reason), "cause": .string(cause.rawValue),
            "took_ms": .optional(report?.took), "fault": .optional(report?.fault?.rawValue),
            "step": .optional(report?.step), "message": .optional(report?.message), "fix": .optional(report?.fix),
            "facts": .object(
                (report?.facts ?? [:]).sorted { $0.key < $1.key }.map { JSON.Member($0.key, .optional($0.value)) }),
        ])
    }
}

extension ActionReport {
    /// What it says beyond its ending, in one line.
    fileprivate var remark: String? {
        let words = message.map { (step.map { $0 + ": " } ?? "") + $0 }
        guard ending == .done else { return words }
        let told: [(String, String)] = [
            (ActionFact.version, "version"), (ActionFact.archive, "archived as"), (ActionFact.undo, "undo copy"),
        ]
        let parts = told.compactMap { fact, word in facts[fact].map { "\(word) \($0.text)" } }
        let all = parts + [words].compactMap(\.self)
        return all.isEmpty ? nil : all.joined(separator: ", ")
    }
}
