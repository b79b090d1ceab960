import Foundation

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

/// SplitMix64.
struct Dice: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    mutating func list<Element>(upTo count: Int, _ element: (inout Dice) -> Element) -> [Element] {
        (0..<Int.random(in: 0...count, using: &self)).map { _ in element(&self) }
    }
}
