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

    func reached(at address: String?) -> HostResult {
        HostResult(host: host, outcome: outcome, took: took, address: address)
    }
}
