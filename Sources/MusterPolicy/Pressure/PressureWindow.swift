package import MusterModel

/// The samples of one host over the policy's `pressure_window`, by the host's boot clock.
///
/// Gaps are seen: after one, or after a reboot, what was before says nothing any more.
package struct PressureWindow: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        /// End and length of what the sample tells of, in milliseconds of the boot clock.
        var end: Int64
        var length: Int64
        /// In the order of ``PressureState/Metric/allCases``.
        var levels: [Double?]
        /// Percent used of each writable file system.
        var disks: [FileSystem]
    }

    /// How long relief may wait for a survey beyond the window, in milliseconds.
    package static let patience: Int64 = 30_000

    private var entries: [Entry] = []
    private var receivedAt: Timestamp?

    package init() {}

    /// Forgets all samples: after a jump of the clock, or when another machine answers.
    package mutating func reset() { self = PressureWindow() }

    /// Takes in the newest sample and drops what the window needs no more.
    ///
    /// A sample that is not later than the last one, by the host's own clock, is of another boot.
    package mutating func add(_ sample: Sample, at: Timestamp, of target: HostTarget) {
        let end = sample.clock.sinceBoot
        if let last = entries.last?.end, end <= last || end - last > Self.longestGap(target) { entries = [] }
        entries.append(
            Entry(
                end: end, length: max(0, min(sample.interval, end)),
                levels: PressureState.Metric.allCases.map { sample.level(of: $0) },
                disks: sample.fileSystems.filter { !$0.readOnly }))
        receivedAt = at
        let start = end - target.pressureWindow - Self.patience - Self.longestGap(target)
        if let first = entries.firstIndex(where: { $0.end > start }), first > 0 { entries.removeFirst(first) }
    }

    /// What the samples of the window say.
    ///
    /// - Parameter storage: directories that hold nodes; the fullest file system below them is the disk.
    package func state(of target: HostTarget, storage: [String]) -> PressureState {
        guard let last = entries.last else { return PressureState() }
        let start = last.end - target.pressureWindow
        let longer = entries.filter { $0.end > start - Self.patience }
        let inside = longer.filter { $0.end > start }
        let disk = last.disks.fullest(holding: storage)?.path
        var readings: [PressureState.Metric: PressureState.Reading] = [:]
        for (index, metric) in PressureState.Metric.allCases.enumerated() {
            let value: (Entry) -> Double? = { entry in
                metric == .disk ? entry.disks.first { $0.path == disk }?.usedPercent : entry.levels[index]
            }
            readings[metric] = Self.reading(inside, value)
            let long = Self.reading(longer, value)
            if let long, long.covered >= target.pressureWindow + Self.patience { readings[metric]?.longLow = long.low }
        }
        return PressureState(readings: readings, at: receivedAt, disk: disk)
    }

    /// `nil` where the newest sample lacks the value; the window reaches back to the last one that has it.
    private static func reading(_ entries: [Entry], _ value: (Entry) -> Double?) -> PressureState.Reading? {
        var values: [Double] = []
        var start: Int64 = 0
        for entry in entries.reversed() {
            guard let value = value(entry) else { break }
            values.append(value)
            start = entry.end - entry.length
        }
        guard let last = values.first, let end = entries.last?.end, let low = values.min(), let high = values.max()
        else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        return PressureState.Reading(mean: mean, low: low, high: high, last: last, covered: end - start)
    }

    /// Samples further apart than three intervals do not tell of one stretch of time.
    private static func longestGap(_ target: HostTarget) -> Int64 {
        max(3 * 1000 * (target.policy.whole(.sampleInterval) ?? 5), 3000)
    }
}

extension HostTarget {
    /// How long pressure must last before it counts, in milliseconds.
    var pressureWindow: Int64 { 1000 * (policy.whole(.pressureWindow) ?? 15) }
}
