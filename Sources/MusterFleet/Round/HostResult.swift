package import MusterModel

/// One host's share of a run.
package struct HostResult<Value: Sendable>: Sendable {
    package let host: HostName
    package let outcome: HostOutcome<Value>
    /// From the host's turn to its end.
    package let took: Duration
    /// The address that answered, if one did.
    package let address: String?

    package init(host: HostName, outcome: HostOutcome<Value>, took: Duration, address: String? = nil) {
        self.host = host
        self.outcome = outcome
        self.took = took
        self.address = address
    }

    package var milliseconds: Int64 { Int64(took / .milliseconds(1)) }

    /// The same for another sort of success; `nil` for a success.
    package func failure<Other>(as type: Other.Type = Other.self) -> HostResult<Other>? {
        let outcome: HostOutcome<Other>
        switch self.outcome {
        case .ok: return nil
        case .failed(let failure): outcome = .failed(failure)
        case .unreachable(let failure): outcome = .unreachable(failure)
        case .unknown(let failure): outcome = .unknown(failure)
        case .leased(let failure): outcome = .leased(failure)
        case .foreign(let failure): outcome = .foreign(failure)
        case .skipped: outcome = .skipped
        }
        return HostResult<Other>(host: host, outcome: outcome, took: took, address: address)
    }

    func reached(at address: String?) -> HostResult {
        HostResult(host: host, outcome: outcome, took: took, address: address)
    }
}
