package import MusterModel

/// What would be done on hosts and why, what was put off, and what forbids acting.
package struct PlanReport: Report {
    package let name = "plan"
    private let plans: [Plan]
    /// With the numbers behind each decision.
    private let showsFigures: Bool

    package init(_ plans: [Plan], showsFigures: Bool = false) {
        self.plans = plans
        self.showsFigures = showsFigures
    }

    package func text(width: Int?) -> String {
        let hosts = plans.map { host($0, width) }
        return (hosts + sharedNotes + [summary + "\n"]).joined()
    }

    private func host(_ plan: Plan, _ width: Int?) -> String {
        var lines = ["\(plan.host)  \(heading(plan))"]
        lines += plan.guards.filter { !$0.isOfSettings }.map { "  \($0.sentence)" }
        lines += table(plan).text(width: width.map { $0 - 2 }).split(separator: "\n").map { "  " + $0 }
        var told: Set<Deferral> = []
        for deferral in plan.deferred where told.insert(deferral).inserted {
            let word = deferral.isMet == true ? "nothing to do" : "deferred"
            lines.append("  \(word): \(deferral.subject) because \(deferral.because)")
        }
        if showsFigures { lines += plan.figures.map { "  \($0.sentence)" } }
        return lines.map { PlainText.printable($0) + "\n" }.joined()
    }

    /// What most hosts of a fleet have in common, once for all of them.
    private var sharedNotes: [String] {
        let found = plans.flatMap { plan in plan.guards.filter(\.isOfSettings).map { (plan.host, $0) } }
        return Dictionary(grouping: found, by: \.1.text).sorted { $0.key < $1.key }.map { text, group in
            let names = group.prefix(3).map(\.0.text).joined(separator: ", ")
            let more = group.count > 3 ? " and \(group.count - 3) more" : ""
            return PlainText.printable("note on \(names)\(more): \(text)") + "\n"
        }
    }

    private func heading(_ plan: Plan) -> String {
        switch (plan.actions.count, plan.deferred.allSatisfy { $0.isMet == true }) {
        case (0, true): plan.guards.contains(where: \.stopsHost) ? "nothing may be done" : "nothing to do"
        case (0, false): "nothing now"
        case (1, _): "1 action"
        case (let count, _): "\(count) actions"
        }
    }

    private func table(_ plan: Plan) -> Table {
        let columns: [Table.Column] = [.init("DO"), .init("NODE"), .init("WHY", isFlexible: true)]
        guard !plan.actions.isEmpty else { return Table([]) }
        return Table(columns, rows: plan.actions.map { [Self.verb($0), $0.node.name, $0.reason] })
    }

    /// A verb with what makes it another one than its name says.
    private static func verb(_ action: PlannedAction) -> String {
        if action.purge { return "\(action.verb.rawValue) and destroy its key" }
        guard let identity = action.identity else { return action.verb.rawValue }
        return "\(action.verb.rawValue) as \(identity)"
    }

    /// The last line, such as `3 hosts: 4 actions due on 2, 1 not acted on`.
    package var summary: String {
        let due = plans.filter { !$0.actions.isEmpty }
        let actions = plans.reduce(0) { $0 + $1.actions.count }
        let guarded = plans.count { $0.guards.contains(where: \.stopsHost) }
        var parts = [
            actions == 0
                ? "nothing due"
                : "\(Units.count(actions, "action")) due"
                    + (plans.count == 1 ? "" : " on \(due.count)")
        ]
        if guarded > 0 { parts.append("\(guarded) not acted on") }
        return Units.count(plans.count, "host") + ": " + parts.joined(separator: ", ")
    }

    package var json: JSON? {
        .report(
            name, version: 1,
            [
                "actions": .count(plans.reduce(0) { $0 + $1.actions.count }),
                "hosts": .array(plans.map(\.json)),
            ])
    }

    package var csv: String? {
        let columns = ["HOST", "DO", "NODE", "CAUSE", "WHY"].map { Table.Column($0) }
        let rows = plans.flatMap { plan in
            plan.actions.map { [plan.host.text, $0.verb.rawValue, $0.node.name, $0.cause.rawValue, $0.reason] }
        }
        return Table(columns, rows: rows).csv
    }
}

extension Figure {
    /// For example `cpu 81.0 % (add below 50, relieve above 70)`.
    var sentence: String {
        let limits = [addBelow.map { "add below \(written($0))" }, relieveAbove.map { "relieve above \(written($0))" }]
        let shown = limits.compactMap(\.self).joined(separator: ", ")
        let reading = value.map { measured($0) } ?? "not known"
        return "\(name) \(reading)" + (shown.isEmpty ? "" : " (\(shown))")
    }

    private var isRate: Bool { unit == "B/s" }

    /// With its unit, unless the name says what is counted.
    private func measured(_ value: Double) -> String {
        switch unit {
        case nil, "nodes", "operations": Self.number(value)
        case _ where isRate: written(value)
        case let unit?: Self.number(value) + " " + unit
        }
    }

    private func written(_ value: Double) -> String {
        isRate ? Units.fixed(value, places: 0) + " B/s" : Self.number(value)
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map { String($0) } ?? Units.fixed(value, places: value.magnitude < 10 ? 2 : 1)
    }
}
