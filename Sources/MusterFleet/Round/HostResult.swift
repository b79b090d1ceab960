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

    func reached(at address: String?) -> HostResult {
        HostResult(host: host, outcome: outcome, took: took, address: address)
    }
}

/// How many hosts ended how.
package struct Tally: Hashable, Sendable {
    package var ok = 0
    package var failed = 0
    package var unreachable = 0
    package var unknown = 0
    package var leased = 0
    package var skipped = 0

    package init() {}

    package init<Value>(_ results: [HostResult<Value>]) {
        for result in results { count(result.outcome) }
    }

    private mutating func count<Value>(_ outcome: HostOutcome<Value>) {
        switch outcome {
        case .ok: ok += 1
        case .failed: failed += 1
        case .unreachable: unreachable += 1
        case .unknown: unknown += 1
        case .leased: leased += 1
        case .skipped: skipped += 1
        }
    }
}
