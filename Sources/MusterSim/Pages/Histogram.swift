/// Observations spread over buckets.
struct Histogram {
    let count: UInt64
    let sum: Double
    /// Cumulative, with the upper bound as the format writes it.
    let buckets: [(bound: String, count: UInt64)]

    /// `count` observations whose middle lies in the bucket `centre`, counted from 0.
    init(_ count: UInt64, bounds: [Double], centre: Double) {
        var cumulative: [(bound: String, count: UInt64)] = []
        var sum = 0.0
        var below: UInt64 = 0
        for (index, bound) in bounds.enumerated() {
            let upTo = UInt64(Double(count) * Self.share(Double(index) - centre))
            sum += Double(upTo - below) * bound * 0.75
            below = upTo
            cumulative.append((bound.description, upTo))
        }
        if let last = bounds.last { sum += Double(count - below) * last }
        self.count = count
        self.sum = sum
        buckets = cumulative + [("+Inf", count)]
    }

    /// The part of all observations at or below a bucket so many steps from the centre; rises from 0 to 1.
    private static func share(_ steps: Double) -> Double {
        let slope = steps * 0.8
        return 0.5 + 0.5 * slope / (1 + abs(slope))
    }

    static func exponential(from start: Double, factor: Double, count: Int) -> [Double] {
        (0..<count - 1).reduce(into: [start]) { bounds, _ in bounds.append((bounds.last ?? start) * factor) }
    }
}
