package import MusterModel

/// What would be done on hosts, and why; what was put off, and what forbids acting.
package struct PlanReport: Report {
    package let name = "plan"
    let plans: [Plan]
    /// Whether hosts without anything to do show their figures too.
    private let isDetailed: Bool

    package init(_ plans: [Plan], isDetailed: Bool = false) {
        self.plans = plans.sorted { $0.host < $1.host }
        self.isDetailed = isDetailed || plans.count == 1
    }

    package func text(width: Int?) -> String {
        if plans.isEmpty { return "no plan: no hosts\n" }
        let shown = plans.filter { isDetailed || !$0.isIdle }
        let parts = shown.map { $0.lines.map { PlainText.printable($0) + "\n" }.joined() }
        return parts.joined(separator: "\n") + (shown.isEmpty ? "" : "\n") + idleLine + totals
    }

    private var idleLine: String {
        let idle = isDetailed ? [] : plans.filter(\.isIdle)
        if idle.isEmpty { return "" }
        let names = idle.prefix(5).map(\.host.text).joined(separator: ", ")
        return "nothing to do: \(names)" + (idle.count > 5 ? " and \(idle.count - 5) more" : "") + "\n"
    }

    private var totals: String {
        let verbs = Dictionary(grouping: plans.flatMap(\.actions), by: \.verb).mapValues(\.count)
        let words = ActionVerb.allCases.compactMap { verb in verbs[verb].map { "\($0) \(verb.rawValue)" } }
        let deferred = plans.flatMap(\.deferred).reduce(0) { $0 + $1.count }
        let guarded = plans.filter { $0.guards.contains { $0.node == nil } }.count
        var parts = [words.isEmpty ? "no actions" : words.joined(separator: ", ")]
        if deferred > 0 { parts.append("\(deferred) deferred") }
        if guarded > 0 { parts.append("\(Units.count(guarded, "host")) guarded") }
        return "\(Units.count(plans.count, "host")): \(parts.joined(separator: "; "))\n"
    }

    /// A row per action.
    package var csv: String? {
        Table(
            [.init("HOST"), .init("VERB"), .init("NODE"), .init("KIND"), .init("CAUSE"), .init("REASON")],
            rows: plans.flatMap { plan in
                plan.actions.map {
                    [plan.host.text, $0.verb.rawValue, $0.node.name, $0.node.kind, $0.cause.rawValue, $0.reason]
                }
            }
        ).csv
    }
}

extension Plan {
    /// Nothing is done, put off or forbidden.
    fileprivate var isIdle: Bool { actions.isEmpty && deferred.isEmpty && guards.isEmpty }

    fileprivate var lines: [String] {
        let count = actions.isEmpty ? "nothing to do" : Units.count(actions.count, "action")
        var lines = ["\(host): \(count)"]
        lines += actions.map { "  \($0.text)" }
        lines += deferred.map { "  deferred: \($0.text)" }
        lines += guards.map { "  guarded: \($0.node.map { "\($0): " } ?? "")\($0.text) (\($0.kind.rawValue))" }
        if !figures.isEmpty { lines.append("  figures: " + figures.map(\.text).joined(separator: "; ")) }
        return lines
    }
}

extension PlannedAction {
    /// For example `upgrade antnode0001 to 0.4.18: 0.4.17 runs`.
    var text: String {
        let version = source?.version.map { " to \($0)" } ?? ""
        let identity = identity.map { " as \($0)" } ?? ""
        let purge = purge ? " with its identity" : ""
        return "\(verb.rawValue) \(node.name)\(version)\(identity)\(purge): \(reason)"
    }
}

extension Deferral {
    var text: String {
        let what = node ?? (count == 1 ? "a node" : Units.count(count, "node"))
        return "\(verb.rawValue) \(what), because \(because)"
    }
}

extension Figure {
    /// For example `cpu 81.0 % (add below 70, relieve above 90)`.
    var text: String {
        let limits = [
            addBelow.map { "add below \(Self.number($0))" }, relieveAbove.map { "relieve above \(Self.number($0))" },
        ]
        .compactMap { $0 }.joined(separator: ", ")
        let shown = value.map { Self.number($0) + (unit.map { " \($0)" } ?? "") } ?? "not known"
        return "\(name) \(shown)" + (limits.isEmpty ? "" : " (\(limits))")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : Units.fixed(value, places: 1)
    }
}
