/// How old evidence may be before it says nothing about now.
package struct Freshness: Hashable, Sendable {
    package var now: Timestamp
    package var staleAfter: Duration

    package init(now: Timestamp, staleAfter: Duration) {
        self.now = now
        self.staleAfter = staleAfter
    }

    /// Evidence received before this moment is stale.
    package var cutoff: Timestamp { now.advanced(by: .zero - staleAfter) }
}

extension NodeRecord {
    /// The record as it may be believed at `freshness.now`.
    ///
    /// Stale evidence reads UNKNOWN beside what was last known. What an operator disabled, and an action whose timer
    /// still runs, do not rest on evidence.
    package func believed(at freshness: Freshness) -> NodeRecord {
        let isHeld = status == .disabled || (open.map { freshness.now < $0.endsAt } ?? false)
        guard !isHeld, status != .unknown, evidenceAt < freshness.cutoff else { return self }
        var aged = self
        aged.lastKnownStatus = status
        aged.status = .unknown
        aged.health = nil
        return aged
    }
}
