/// Random numbers that a seed repeats, everywhere (SplitMix64; Steele, Lea, Flood 2014).
package struct Dice: RandomNumberGenerator {
    /// Rolls the same numbers again: what a failure should print.
    package let seed: UInt64
    private var state: UInt64

    package init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True in that many of a hundred.
    package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// True about once in `count` times.
    package mutating func once(in count: Int) -> Bool { below(count) == 0 }

    /// From 0 on.
    package mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    package mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    package mutating func level(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }

    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    package mutating func list<Element>(upTo count: Int, _ element: (inout Dice) -> Element) -> [Element] {
        (0..<whole(0...count)).map { _ in element(&self) }
    }
}
