import MusterModel

extension Draft {
    /// Why an excess must not be answered yet: completes `deferred because …`.
    func wait(before excess: Excess) -> String? {
        if let underWay = situation.open.first(where: { $0.isRelief }) {
            return "the end of the relief \(underWay.id.short) is not known yet"
        }
        if let age = ageOfSample, age > longestSampleAge {
            return "the newest sample is \(age.seconds) s old"
        }
        let own = excess.isFloor ? sampleInterval : situation.target.pressureWindow
        for (relief, reach) in [
            (lastRelief { _ in true }, own),
            (lastRelief { $0.cause.family == excess.metric.cause.family }, max(own, excess.metric.memory)),
        ] {
            guard let ended = relief?.endedAt, let at = pressure.state.at else { continue }
            let passed = at.milliseconds - ended.milliseconds
            guard passed < reach else { continue }
            return "samples reach back to before the last relief for \((reach - passed).seconds) s more"
        }
        return excess.isFloor ? nil : waitBeforeRemovals
    }

    private func lastRelief(where isOne: (LedgerEntry) -> Bool) -> LedgerEntry? {
        situation.recent.first { $0.isRelief && $0.state == .done && isOne($0) }
    }

    /// Why nothing may be started after what was taken away: completes `deferred because …`.
    var waitBeforeStarts: String? {
        latest { $0.verb.direction == .fewer && $0.cause != .dead }.flatMap { reversal(of: $0, as: "stopped") }
    }

    /// Why nothing may be taken away after what was started: completes `deferred because …`.
    var waitBeforeRemovals: String? {
        latest { $0.verb.direction == .more }.flatMap { reversal(of: $0, as: "started") }
    }

    private func reversal(of entry: LedgerEntry, as done: String) -> String? {
        let least = Int64(situation.target.policy.whole(.minReversal) ?? 600) * 1000
        let passed = situation.elapsed(since: entry.latestMoment)
        guard passed < least else { return nil }
        return "\(entry.node ?? "a node") was \(done) \(max(0, passed).seconds) s ago, and opposite actions are "
            + "\(least / 1000) s apart"
    }

    /// The latest action that was carried out, or is under way.
    private func latest(where isOne: (LedgerEntry) -> Bool) -> LedgerEntry? {
        // One whose end is not known may be open for days, and hides none that was done since.
        let underWay = situation.open.filter(isOne).max { $0.latestMoment < $1.latestMoment }
        let done = situation.recent.first { $0.state == .done && isOne($0) }
        return [underWay, done].compactMap(\.self).max { $0.latestMoment < $1.latestMoment }
    }

    /// Whether the last two reliefs of this sort, one soon after the other and nothing started since, left the metric
    /// where it was.
    func lastReliefsWereInVain(_ excess: Excess) -> Bool {
        let done = situation.recent.filter { $0.state == .done }
        let sinceStart = done.prefix { $0.verb.direction != .more }
        let reliefs = sinceStart.filter { $0.isRelief && $0.cause.family == excess.metric.cause.family }.prefix(2)
        guard reliefs.count == 2, let last = reliefs.first, let before = reliefs.last,
            let lastAt = last.endedAt, let beforeAt = before.endedAt,
            lastAt.milliseconds - beforeAt.milliseconds <= Self.succession,
            let lastReading = last.relief, let beforeReading = before.relief
        else { return false }
        let helpedBefore =
            lastReading.metric == beforeReading.metric
            && Self.isImproved(from: beforeReading.value, to: lastReading.value)
        guard !helpedBefore, let now = pressure.state.readings[lastReading.metric]?.mean else { return false }
        return !Self.isImproved(from: lastReading.value, to: now)
    }

    /// By a fiftieth at least: less is noise.
    private static func isImproved(from before: Double, to after: Double) -> Bool { after < before * 0.98 }

    /// Reliefs further apart than this, in milliseconds, answered two pressures.
    private static let succession: Int64 = 2 * 900_000

    private var sampleInterval: Int64 { 1000 * (policy.whole(.sampleInterval) ?? 5) }

    private var ageOfSample: Int64? { pressure.state.at.map { situation.elapsed(since: $0) } }

    /// What a stream of samples that stands still may be behind.
    private var longestSampleAge: Int64 { max(60_000, 3 * sampleInterval) }
}

extension LedgerEntry {
    /// Whether it was done against pressure.
    var isRelief: Bool { cause.family != nil && (verb == .stop || verb == .remove) }

    fileprivate var latestMoment: Timestamp { endedAt ?? intendedAt }
}

extension PlannedAction.Cause {
    /// Causes of one family are one pressure seen from several sides.
    enum Family { case processors, memory, disk, diskIO, netIO }

    var family: Family? {
        switch self {
        case .cpu, .load: .processors
        case .memory: .memory
        case .disk: .disk
        case .diskIO: .diskIO
        case .netIO: .netIO
        case .dead, .surplus, .outdated, .shouldRun, .growth, .operator, .adoption: nil
        }
    }
}
