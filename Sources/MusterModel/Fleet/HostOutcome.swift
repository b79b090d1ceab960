/// What became of one host in a run: a value, never an exception.
package enum HostOutcome<Value: Sendable>: Sendable {
    case ok(Value)
    /// The host was reached, and said no or did wrong.
    case failed(HostFailure)
    /// No authenticated session came about, or it broke.
    case unreachable(HostFailure)
    /// The request went out and no answer says what became of it.
    case unknown(HostFailure)
    /// Another verb holds the host's lease.
    case leased(HostFailure)
    /// Another controller manages the host.
    case foreign(HostFailure)
    /// The run ended before the host's turn.
    case skipped
}

/// Why, in words for a person and in a key for programs.
package struct HostFailure: Hashable, Sendable, Codable, UserFacingError {
    /// Where it happened, in a few words: "connect", "host key", "authenticate", "install agent", "survey".
    package var step: String
    package var message: String
    package var fix: String?

    package init(step: String, message: String, fix: String? = nil) {
        self.step = step
        self.message = message
        self.fix = fix
    }
}

extension HostOutcome {
    package var value: Value? {
        if case .ok(let value) = self { value } else { nil }
    }

    package var failure: HostFailure? {
        switch self {
        case .failed(let failure), .unreachable(let failure), .unknown(let failure), .leased(let failure),
            .foreign(let failure):
            failure
        case .ok, .skipped: nil
        }
    }
}
