import MusterModel

/// A metric above the limit from which on nodes are relieved.
struct Excess {
    let metric: PressureState.Metric
    let value: Double
    let limit: Double
    /// Counts at once and breaks through the times that other excesses wait.
    let isFloor: Bool
    /// How long it lasted, in seconds; zero where it counted at once.
    let lasted: Int64

    var reading: ReliefReading { ReliefReading(metric, value: value, limit: limit) }

    /// One clause, such as `CPU 81.0 % above 70.0 % for 15 s`.
    var reason: String {
        let head = "\(metric.name) \(metric.text(value)) above \(metric.text(limit))"
        return lasted > 0 ? "\(head) for \(lasted) s" : head
    }
}

/// What the samples of a host say beside the limits of its policy.
struct PressureVerdict {
    let limits: [MetricLimit]
    let state: PressureState
    /// Above its limit for the whole window, or above a hard floor; the most pressing first.
    private(set) var over: [Excess] = []
    /// Above its limit, but not, or not known to be, for the whole window: completes `deferred because …`.
    private(set) var pending: [String] = []
    /// Why nothing may be started or added: completes `deferred because …`; `nil` where all is calm.
    private(set) var unrest: String?

    init(_ situation: Situation, rules: Rules) {
        limits = MetricLimit.all(of: situation.target, cores: situation.facts.cores, rules: rules)
        state = situation.pressure
        let window = situation.target.pressureWindow
        for limit in limits {
            let reading = state.readings[limit.metric]
            if unrest == nil { unrest = Self.unrest(reading, limit, smoothed: rules.contains(.hysteresis)) }
            guard let reading, limit.relieveAbove != nil || limit.metric.floor != nil else { continue }
            if let floor = limit.metric.floor, reading.last >= floor, rules.contains(.hysteresis) {
                over.append(
                    Excess(metric: limit.metric, value: reading.last, limit: floor, isFloor: true, lasted: 0))
                continue
            }
            guard let most = limit.relieveAbove, reading.mean > most || reading.last > most else { continue }
            let isLasting = reading.low > most && reading.covered >= window
            if isLasting || (!rules.contains(.hysteresis) && reading.mean > most) {
                over.append(
                    Excess(
                        metric: limit.metric, value: reading.mean, limit: most, isFloor: false, lasted: window / 1000))
            } else {
                let value = limit.metric.text(reading.last > most ? reading.last : reading.mean)
                pending.append(
                    "\(limit.metric.name) \(value) is not known to have been above \(limit.metric.text(most)) for all "
                        + "of \(window / 1000) s")
            }
        }
        // A floor presses more than any threshold.
        over = over.filter(\.isFloor) + over.filter { !$0.isFloor }
    }

    private static func unrest(
        _ reading: PressureState.Reading?, _ limit: MetricLimit, smoothed: Bool
    ) -> String? {
        guard let least = limit.addBelow else { return nil }
        guard let reading else { return "\(limit.metric.name) is not known" }
        let value = smoothed ? max(reading.high, reading.last) : reading.mean
        guard value >= least else { return nil }
        return "\(limit.metric.name) \(limit.metric.text(value)) is not below \(limit.metric.text(least))"
    }
}
