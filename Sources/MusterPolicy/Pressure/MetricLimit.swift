import MusterModel

/// One metric's two thresholds; `nil` where there is no such limit.
struct MetricLimit {
    let metric: PressureState.Metric
    /// Nodes are started and added only while the reading is below.
    var addBelow: Double?
    /// Nodes are relieved while it is above.
    var relieveAbove: Double?

    /// All limits of a host, the most pressing metric first.
    static func all(of target: HostTarget, cores: Int, rules: Rules) -> [MetricLimit] {
        let policy = target.policy
        func limit(_ metric: PressureState.Metric, _ add: PolicyKey, _ relieve: PolicyKey) -> MetricLimit {
            MetricLimit(
                metric: metric, addBelow: policy.number(add, cores: cores),
                relieveAbove: policy.number(relieve, cores: cores))
        }
        func rates(_ limits: [MetricLimit]) -> [MetricLimit] {
            guard !rules.contains(.oneSidedRates) else { return limits.map(\.withoutZeros) }
            // As wnm has it: with any of the four written, a zero is a limit of zero.
            let sum = limits.reduce(0) { $0 + ($1.addBelow ?? 0) + ($1.relieveAbove ?? 0) }
            return sum > 1 ? limits : limits.map { MetricLimit(metric: $0.metric) }
        }
        return [
            limit(.disk, .hdLessThan, .hdRemove), limit(.memory, .memLessThan, .memRemove),
            limit(.cpu, .cpuLessThan, .cpuRemove),
            limit(.load1, .desiredLoadAverage, .maxLoadAverageAllowed),
            limit(.load5, .desiredLoadAverage, .maxLoadAverageAllowed),
            limit(.load15, .desiredLoadAverage, .maxLoadAverageAllowed),
        ]
            + rates([
                limit(.diskRead, .hdioReadLessThan, .hdioReadRemove),
                limit(.diskWrite, .hdioWriteLessThan, .hdioWriteRemove),
            ])
            + rates([
                limit(.netRead, .netioReadLessThan, .netioReadRemove),
                limit(.netWrite, .netioWriteLessThan, .netioWriteRemove),
            ])
    }

    /// The same with zero for "off".
    private var withoutZeros: MetricLimit {
        MetricLimit(
            metric: metric, addBelow: addBelow.flatMap { $0 > 0 ? $0 : nil },
            relieveAbove: relieveAbove.flatMap { $0 > 0 ? $0 : nil })
    }
}

extension PressureState.Metric {
    /// As the operator reads it.
    var name: String {
        switch self {
        case .cpu: "CPU"
        case .memory: "memory"
        case .disk: "disk"
        case .load1: "load over 1 min"
        case .load5: "load over 5 min"
        case .load15: "load over 15 min"
        case .diskRead: "disk reads"
        case .diskWrite: "disk writes"
        case .netRead: "network receipt"
        case .netWrite: "network sending"
        }
    }

    /// `nil` for plain numbers.
    var unit: String? {
        switch self {
        case .cpu, .memory, .disk: "%"
        case .load1, .load5, .load15: nil
        case .diskRead, .diskWrite, .netRead, .netWrite: "B/s"
        }
    }

    var cause: PlannedAction.Cause {
        switch self {
        case .cpu: .cpu
        case .memory: .memory
        case .disk: .disk
        case .load1, .load5, .load15: .load
        case .diskRead, .diskWrite: .diskIO
        case .netRead, .netWrite: .netIO
        }
    }

    /// How far back a value reaches by itself, in milliseconds: a tail of what was, not a second pressure.
    ///
    /// Space on a disk comes back while the removed tree is deleted in the background.
    var memory: Int64 {
        switch self {
        case .load1, .disk: 60_000
        case .load5: 300_000
        case .load15: 900_000
        default: 0
        }
    }

    /// A value as the operator reads it: one decimal, the unit where there is one.
    func text(_ value: Double) -> String {
        let rounded = unit == "B/s" ? "\(Int64(clamping: Int128(value.rounded())))" : value.tenths
        return unit.map { rounded + " " + $0 } ?? rounded
    }
}

extension Double {
    /// With one decimal.
    var tenths: String {
        guard isFinite, magnitude < 1e15 else { return "\(self)" }
        let scaled = Int64((self * 10).rounded())
        let digits = scaled.magnitude
        return (scaled < 0 ? "-" : "") + "\(digits / 10).\(digits % 10)"
    }
}
