import MusterModel

/// Whether a node was started anew since the previous survey, without a reboot in between: another process runs it, or
/// its manager counted a restart of its own.
func hasMoved(from previous: NodeObservation?, to now: NodeObservation, sameBoot: Bool) -> Bool {
    guard sameBoot else { return false }
    if let before = previous?.unit?.restarts, let after = now.unit?.restarts, after > before { return true }
    guard let before = previous?.processes.first, let after = now.processes.first else { return false }
    return before.pid != after.pid || before.startedAfterBoot != after.startedAfterBoot
}

extension NodeRecord {
    /// Adds what the node earned since its counter was last read.
    ///
    /// The counter starts at zero with each process, so another process, or a counter that fell, adds all that it
    /// shows. A negative value is no amount. A survey without the counter leaves the last reading in place.
    mutating func earn(by observation: NodeObservation, bootID: String) {
        guard let value = observation.metrics[NodeMetric.rewards.rawValue]?.whole, value >= 0 else { return }
        let process = observation.processes.first
        let counter = RewardCounter(
            value: value, bootID: bootID, pid: process?.pid, startedAfterBoot: process?.startedAfterBoot)
        let base = rewardCounter.map { counter.continues($0) ? $0.value : 0 } ?? 0
        earned = earned + Attos(UInt128(value - base))
        rewardCounter = counter
    }
}

extension RewardCounter {
    /// Whether both readings are of one process.
    ///
    /// Where none was found, a counter that did not fall counts as the same.
    fileprivate func continues(_ earlier: RewardCounter) -> Bool {
        guard bootID == earlier.bootID, value >= earlier.value else { return false }
        guard let pid, let earlierPID = earlier.pid else { return true }
        return pid == earlierPID && startedAfterBoot == earlier.startedAfterBoot
    }
}

extension NodeObservation {
    /// Keeps what was known where this observation lacks it: nothing found is not nothing there.
    func keeping(_ previous: NodeObservation) -> NodeObservation {
        var merged = self
        for (name, value) in previous.fields where Self.isLasting(name) && (merged.fields[name]?.text ?? "").isEmpty {
            merged.fields[name] = value
        }
        merged.lastFailure = merged.lastFailure ?? previous.lastFailure
        return merged
    }

    /// Facts that outlive a restart; a pid does not, and what space the data took says nothing about now.
    private static func isLasting(_ field: String) -> Bool {
        field != NodeField.pid && field != NodeField.dataBytes
    }
}
