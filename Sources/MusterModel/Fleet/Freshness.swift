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

    /// Whether `status` rests on evidence that is too old to be believed.
    ///
    /// What an operator disabled, and an action whose timer still runs, do not rest on evidence.
    package func doubts(_ status: NodeStatus, evidenceAt: Timestamp, openEndsAt: Timestamp?) -> Bool {
        if status == .disabled || status == .unknown { return false }
        if let openEndsAt, now < openEndsAt { return false }
        return evidenceAt < cutoff
    }
}

extension NodeRecord {
    /// The record as it may be believed at `freshness.now`: stale evidence reads UNKNOWN beside what was known last.
    package func believed(at freshness: Freshness) -> NodeRecord {
        guard freshness.doubts(status, evidenceAt: evidenceAt, openEndsAt: open?.endsAt) else { return self }
        var aged = self
        aged.lastKnownStatus = status
        aged.status = .unknown
        aged.health = nil
        return aged
    }
}
