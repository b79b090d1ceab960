/// What a host's samples tell of how much there is to do on it.
package enum PressureMetric: String, Hashable, Sendable, Codable, CaseIterable {
    case cpu, memory, disk, load1, load5, load15
    case diskRead = "disk-read", diskWrite = "disk-write", netRead = "net-read", netWrite = "net-write"

    /// A reading in percent from which on pressure counts at once, whatever the policy says; `nil` where there is none.
    package var floor: Double? {
        switch self {
        case .disk: 96
        case .memory: 97
        case .cpu, .load1, .load5, .load15, .diskRead, .diskWrite, .netRead, .netWrite: nil
        }
    }
}

/// The reading that a relief answered: it tells later whether the relief helped.
package struct ReliefReading: Hashable, Sendable, Codable {
    package var metric: PressureMetric
    package var value: Double
    /// What ``value`` was above.
    package var limit: Double

    package init(_ metric: PressureMetric, value: Double, limit: Double) {
        self.metric = metric
        self.value = value
        self.limit = limit
    }

    /// It was answered whatever the limits above the hosts said.
    package var isFloor: Bool { metric.floor.map { value >= $0 } ?? false }
}
