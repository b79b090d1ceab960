import MusterModel

/// What keeps Muster from acting on one host.
struct HostRestraint {
    /// Of the whole host.
    var hold: Hold?
    var heldNodes = 0
    /// Those after which only an operator goes on.
    var failures: [NodeFailure] = []
    /// Actions whose end is not known.
    var open = 0
    var lackingSurveys = 0

    static func byHost(_ fleet: FleetRestraints) -> [HostName: HostRestraint] {
        var hosts: [HostName: HostRestraint] = [:]
        for hold in fleet.holds {
            if hold.node == nil {
                hosts[hold.host, default: HostRestraint()].hold = hold
            } else {
                hosts[hold.host, default: HostRestraint()].heldNodes += 1
            }
        }
        for failure in fleet.needingHuman {
            hosts[failure.node.host, default: HostRestraint()].failures.append(failure)
        }
        for (host, count) in fleet.openActions { hosts[host, default: HostRestraint()].open = count }
        for (host, count) in fleet.lackingSurveys { hosts[host, default: HostRestraint()].lackingSurveys = count }
        return hosts
    }

    /// For example `antnode0007: upgrade failed 3 times: no peers`.
    var failureText: String {
        guard let first = failures.first else { return "" }
        let more = failures.count > 1 ? " and \(failures.count - 1) more" : ""
        return "\(first.node.name): \(first.verb.rawValue) failed \(first.count) times: \(first.message)\(more)"
    }

    /// As `--node` takes them.
    var failedNodes: String { Set(failures.map(\.node.description)).sorted().joined(separator: ",") }

    /// What is to be said of a host with which nothing is wrong.
    func remark(on host: HostState) -> String? {
        var parts: [String] = []
        if let hold { parts.append("held by \(hold.by): \(hold.reason)") }
        if heldNodes > 0 { parts.append("\(Units.count(heldNodes, "node")) held") }
        if open > 0 { parts.append(Units.count(open, "open action")) }
        if lackingSurveys > 0 { parts.append("\(Units.count(lackingSurveys, "survey")) before anything is done") }
        if let foreign = host.surveyed?.foreign?.first {
            let who = foreign.isController ? "another controller, \(foreign.text)" : foreign.name
            parts.append("managed by \(who): \(foreign.path):\(foreign.line)")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}
