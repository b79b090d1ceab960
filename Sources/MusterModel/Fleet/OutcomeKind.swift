/// How a host ended in a run, as one word.
package enum OutcomeKind: String, Hashable, Sendable, Codable, CaseIterable {
    case ok, failed, unreachable, unknown, leased, foreign, skipped
}

extension HostOutcome {
    package var kind: OutcomeKind {
        switch self {
        case .ok: .ok
        case .failed: .failed
        case .unreachable: .unreachable
        case .unknown: .unknown
        case .leased: .leased
        case .foreign: .foreign
        case .skipped: .skipped
        }
    }
}
