import MusterModel
import MusterPolicy
import MusterReports

/// A kept decision about a host, with what it rested on.
struct DecisionTable {
    let plan: Plan
    /// As it was written, also where this program cannot read it.
    let situation: JSON?

    init(plan: Plan, situation: String) {
        self.plan = plan
        self.situation = try? JSON.parse(situation, limits: JSONLimits(bytes: 64 << 20, members: 5_000_000))
    }

    func text(at now: Timestamp) -> String {
        var lines = ["last decision, \(Units.age(of: plan.at, at: now)) ago (\(Units.clock(plan.at)))"]
        lines += inputs.map { "  on: \($0)" }
        let report = PlanReport([plan], showsFigures: true).text(width: nil)
        // The last line counts hosts, which says nothing about one.
        lines += report.split(separator: "\n").dropLast().map(String.init)
        return lines.map(PlainText.printable).joined(separator: "\n")
    }

    var json: JSON { .object([JSON.Member("plan", plan.json), JSON.Member("situation", situation ?? .null)]) }

    private var inputs: [String] {
        guard let situation: Situation = try? situation?.decoded() else { return [] }
        var lines: [String] = []
        let states = Dictionary(grouping: situation.nodes.filter(\.managed), by: \.status).mapValues(\.count)
        let counts = NodeStatus.allCases.compactMap { status in states[status].map { "\($0) \(status.rawValue)" } }
        let observed = situation.nodes.count { !$0.managed }
        lines.append(
            Units.count(situation.nodes.count - observed, "managed node")
                + (counts.isEmpty ? "" : ": " + counts.joined(separator: ", "))
                + (observed == 0 ? "" : "; \(observed) observed"))
        if let surveyed = situation.surveyedAt {
            lines.append("a survey of \(Units.age(of: surveyed, at: situation.now)) before")
        }
        let sets: [(Int, String)] = [
            (situation.open.count, "open action"), (situation.recent.count, "recent action"),
            (situation.failures.count, "remembered failure"), (situation.holds.count, "hold"),
            (situation.brakes.count, "brake"), (situation.quarantined.count, "quarantined program"),
        ]
        let shown = sets.filter { $0.0 > 0 }.map { Units.count($0.0, $0.1) }
        if !shown.isEmpty { lines.append(shown.joined(separator: ", ")) }
        if let because = situation.allowance.because { lines.append("limits above the hosts: \(because)") }
        return lines
    }
}
