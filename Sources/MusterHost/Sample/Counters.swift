/// How far counters of one device got between two readings.
enum Counters {
    /// `nil` after a reset: then nothing is known about the time in between.
    ///
    /// Some counters are 32 bits wide and start again at zero, in the middle of the device's life: such a counter
    /// falls from the upper half of its range into the lower one. Any other fall is a reset, which brings all of a
    /// device's counters down, small ones among them.
    static func advance(from earlier: [UInt64], to later: [UInt64]) -> [UInt64]? {
        guard earlier.count == later.count else { return nil }
        var steps: [UInt64] = []
        steps.reserveCapacity(later.count)
        for (before, after) in zip(earlier, later) {
            if after >= before {
                steps.append(after - before)
            } else if before < range, before >= range / 2, after < range / 2 {
                steps.append(range - before + after)
            } else {
                return nil
            }
        }
        return steps
    }

    private static let range: UInt64 = 1 << 32
}
