import MusterModel

/// How a host is doing, as one word; the worst first.
enum HostCondition: String, Comparable {
    /// Somebody else may be earning: nodes show another rewards address than the recorded one.
    case critical
    /// A node failed so often that only an operator goes on.
    case needsHuman = "needs human"
    case failed, unreachable, unknown, leased, foreign
    /// Nodes that are dead or restart again and again.
    case ailing
    case stale
    case partial
    case unseen = "never surveyed"
    /// Left alone on an operator's word.
    case held
    case retired
    case ok

    init(_ host: HostState, _ restraint: HostRestraint = HostRestraint(), at freshness: Freshness) {
        if host.isRetired {
            self = .retired
        } else if host.nodes.strangeAddresses > 0 {
            self = .critical
        } else if !restraint.failures.isEmpty {
            self = .needsHuman
        } else if let contact = host.contact, let trouble = Self.trouble(contact.outcome) {
            self = trouble
        } else if let surveyed = host.surveyed {
            let condition = Self.judge(surveyed, host.nodes, at: freshness)
            self = condition == .ok && restraint.hold != nil ? .held : condition
        } else {
            self = .unseen
        }
    }

    private static func trouble(_ outcome: OutcomeKind) -> HostCondition? {
        switch outcome {
        case .failed: .failed
        case .unreachable: .unreachable
        case .unknown: .unknown
        case .leased: .leased
        case .foreign: .foreign
        case .ok, .skipped: nil
        }
    }

    private static func judge(_ surveyed: SurveyedHost, _ nodes: NodeTally, at freshness: Freshness) -> HostCondition {
        if surveyed.at < freshness.cutoff { return .stale }
        if nodes[.dead] > 0 || nodes.crashLooping > 0 { return .ailing }
        return surveyed.isComplete ? .ok : .partial
    }

    private var rank: Int { Self.order.firstIndex(of: self) ?? Self.order.count }

    private static let order: [HostCondition] = [
        .critical, .needsHuman, .failed, .unreachable, .unknown, .ailing, .leased, .foreign, .stale, .partial, .unseen,
        .held, .ok, .retired,
    ]

    static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
