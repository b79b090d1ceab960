import Foundation
import TestSupport

/// Random trials that can be run again: each has the seed that a failure prints.
///
/// `MUSTER_SOAK` is how many times more of them to run, with seeds of their own.
struct Trials: Sequence, IteratorProtocol {
    private var left: Int
    private var seed: UInt64

    init(_ count: Int) {
        let factor = ProcessInfo.processInfo.environment["MUSTER_SOAK"].flatMap { Int($0) }
        left = count * Swift.max(factor ?? 1, 1)
        seed = factor == nil ? 1 : UInt64.random(in: 1 << 32...UInt64.max / 2)
    }

    mutating func next() -> Dice? {
        guard left > 0 else { return nil }
        left -= 1
        seed += 1
        return Dice(seed: seed)
    }
}
