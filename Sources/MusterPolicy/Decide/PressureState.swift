package import MusterModel

/// What a host's samples of the last window say of each metric.
package struct PressureState: Hashable, Sendable, Codable {
    package typealias Metric = PressureMetric

    package struct Reading: Hashable, Sendable, Codable {
        /// The mean over the window.
        package var mean: Double
        /// The lowest and the highest value within the window.
        package var low: Double
        package var high: Double
        /// The newest value.
        package var last: Double
        /// How long the samples reach back without a gap, in milliseconds of the host's boot clock.
        package var covered: Int64
        /// The lowest value over the window and ``PressureWindow/patience`` before it; `nil` where samples do not reach
        /// back that far.
        package var longLow: Double?

        package init(
            mean: Double, low: Double, high: Double, last: Double, covered: Int64, longLow: Double? = nil
        ) {
            self.mean = mean
            self.low = low
            self.high = high
            self.last = last
            self.covered = covered
            self.longLow = longLow
        }
    }

    package var readings: [Metric: Reading]
    /// When the newest sample was received.
    package var at: Timestamp?
    /// Mount point of the file system that ``Metric/disk`` tells of.
    package var disk: String?

    package init(readings: [Metric: Reading] = [:], at: Timestamp? = nil, disk: String? = nil) {
        self.readings = readings
        self.at = at
        self.disk = disk
    }

    /// One sample taken as if it had lasted: for a lone survey, a replay or a what-if.
    ///
    /// - Parameter storage: directories that hold nodes; the fullest file system below them is the disk.
    package init(lasting sample: Sample, receivedAt at: Timestamp, storage: [String]) {
        let disk = sample.fileSystems.fullest(holding: storage)
        readings = [:]
        for metric in Metric.allCases {
            guard let value = metric == .disk ? disk?.usedPercent : sample.level(of: metric) else { continue }
            readings[metric] = Reading(mean: value, low: value, high: value, last: value, covered: .max, longLow: value)
        }
        self.at = at
        self.disk = disk?.path
    }
}
