/// One invocation that touched hosts.
package struct RunRecord: Hashable, Sendable, Codable {
    /// Random, 32 hexadecimal digits.
    package var id: String
    package var verb: String
    /// The command line after the verb, secrets left out by whoever starts the run.
    package var arguments: [String]
    package var startedAt: Timestamp
    /// `nil` while it runs, and for ever after a crash.
    package var endedAt: Timestamp?
    /// Who started it, as `user@controller`.
    package var by: String
    /// How many hosts ended how.
    package var counts: [OutcomeKind: Int]
    package var exitCode: Int?
    /// The run that this one tried again.
    package var retryOf: String?

    package init(
        id: String, verb: String, arguments: [String], startedAt: Timestamp, endedAt: Timestamp? = nil, by: String,
        counts: [OutcomeKind: Int] = [:], exitCode: Int? = nil, retryOf: String? = nil
    ) {
        self.id = id
        self.verb = verb
        self.arguments = arguments
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.by = by
        self.counts = counts
        self.exitCode = exitCode
        self.retryOf = retryOf
    }
}

/// What became of one host in a run.
package struct RunHost: Hashable, Sendable, Codable {
    package var host: HostName
    package var outcome: OutcomeKind
    package var failure: HostFailure?
    /// When the controller knew.
    package var at: Timestamp
    /// From the host's turn to its end, in milliseconds.
    package var took: Int64
    /// The address that answered, if one did.
    package var address: String?

    package init(
        host: HostName, outcome: OutcomeKind, failure: HostFailure? = nil, at: Timestamp, took: Int64,
        address: String? = nil
    ) {
        self.host = host
        self.outcome = outcome
        self.failure = failure
        self.at = at
        self.took = took
        self.address = address
    }
}
