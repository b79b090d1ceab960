import MusterModel

/// Why a relief was done: `CPU 81.0 % above 70.0 % for 15 s`.
///
/// The ledger keeps it as its reason, and the engine reads it again to see whether the relief helped.
struct ReliefReason: Equatable {
    let metric: PressureState.Metric
    let value: Double
    let limit: Double
    /// In seconds; zero where it counted at once.
    let lasted: Int64

    var text: String {
        let head = "\(metric.name) \(metric.text(value)) above \(metric.text(limit))"
        return lasted > 0 ? "\(head) for \(lasted) s" : head
    }

    /// The metric and its value, out of the words of an earlier relief; `nil` where they are not those of one.
    static func reading(in text: String) -> (metric: PressureState.Metric, value: Double)? {
        for metric in PressureState.Metric.allCases where text.hasPrefix(metric.name + " ") {
            let number = text.dropFirst(metric.name.count + 1).prefix { $0 != " " }
            if let value = Double(number) { return (metric, value) }
        }
        return nil
    }
}
