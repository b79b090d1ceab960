import MusterFleet
import MusterModel

/// What a survey found, a line per host.
enum SurveySummary {
    static func text(_ results: [HostResult<SurveyedFleetHost>]) -> String {
        Columns.aligned([["HOST", "NODES", "STATES", "CHANGES", "TIME"]] + results.map(row))
    }

    private static func row(_ result: HostResult<SurveyedFleetHost>) -> [String] {
        let time = "\(result.milliseconds) ms"
        guard let host = result.outcome.value else {
            return [result.host.text, "", result.outcome.kind.rawValue, "", time]
        }
        let counts = Dictionary(grouping: host.nodes, by: \.status).mapValues(\.count)
        let states = NodeStatus.allCases.compactMap { status in
            counts[status].map { "\($0) \(status.rawValue)" }
        }
        let changes = host.events.count == 0 ? "" : String(host.events.count)
        return [result.host.text, String(host.nodes.count), states.joined(separator: ", "), changes, time]
    }
}
