import MusterModel

/// What is wrong with a host, and what to do about it.
struct Problem: Hashable {
    let message: String
    let fix: String?

    /// `nil` for a host with which nothing is wrong.
    init?(
        _ host: HostState, _ condition: HostCondition, _ restraint: HostRestraint = HostRestraint(),
        at freshness: Freshness
    ) {
        switch condition {
        case .retired: return nil
        case .ok, .held:
            guard let remark = restraint.remark(on: host) else { return nil }
            message = remark
            fix = restraint.open > 0 ? "muster history \(host.name) --open" : nil
        case .critical:
            let count = host.nodes.strangeAddresses
            message =
                count == 1
                ? "a node earns for another rewards address than the recorded one"
                : "\(count) nodes earn for other rewards addresses than the recorded ones"
            fix = "muster plan \(host.name)"
        case .needsHuman:
            message = restraint.failureText
            fix = "muster node clear --node \(restraint.failedNodes)"
        case .failed, .unreachable, .unknown, .leased, .foreign:
            let failure = host.contact?.failure
            message = failure.map { "\($0.step): \($0.message)" } ?? condition.rawValue
            fix = failure?.fix
        case .ailing:
            message = Self.ailments(of: host.nodes)
            fix = "muster report nodes \(host.name)"
        case .stale:
            message = "last surveyed \(Units.age(of: host.surveyed?.at, at: freshness.now)) ago"
            fix = "muster survey \(host.name)"
        case .partial:
            message = "the last survey broke off before its end"
            fix = "muster survey \(host.name)"
        case .unseen:
            message = "never surveyed"
            fix = "muster survey \(host.name)"
        }
    }

    private static func ailments(of nodes: NodeTally) -> String {
        var ailments: [String] = []
        if nodes[.dead] > 0 { ailments.append("\(nodes[.dead]) DEAD") }
        if nodes.crashLooping > 0 { ailments.append("\(nodes.crashLooping) in a crash loop") }
        return ailments.joined(separator: ", ")
    }
}
