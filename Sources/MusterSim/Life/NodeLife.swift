/// Numbers that belong to one node: the same identity and age always give the same.
struct NodeLife: Sendable {
    /// Drawn from the identity.
    let seed: UInt64
    /// Seconds that the node has lived, at the pace that it was told.
    let age: Double

    /// A constant of this node between 0 and 1, another one for each `trait`.
    func trait(_ trait: String) -> Double {
        Double(Self.mix(seed ^ Self.hash(trait)) >> 11) / Double(1 << 53)
    }

    /// A constant of this node within `range`.
    func trait(_ name: String, in range: ClosedRange<Double>) -> Double {
        range.lowerBound + trait(name) * (range.upperBound - range.lowerBound)
    }

    /// How often something has happened that happens `perHour` times an hour; never falls.
    func count(_ name: String, perHour range: ClosedRange<Double>) -> UInt64 {
        UInt64(age / 3600 * trait(name, in: range) + trait(name + "?"))
    }

    /// A level that rises in the first half minute and then swings around a constant of this node.
    func level(_ name: String, around range: ClosedRange<Double>, swing: Double = 0.2) -> Double {
        let base = trait(name, in: range)
        let period = trait(name + "~", in: 120...900)
        let phase = (age / period + trait(name + "!")).truncatingRemainder(dividingBy: 1)
        let triangle = abs(phase * 4 - 2) - 1
        return base * (1 + swing * triangle) * min(1, age / 30)
    }

    /// The same as ``level(_:around:swing:)``, as a whole number.
    func whole(_ name: String, around range: ClosedRange<Double>, swing: Double = 0.2) -> UInt64 {
        UInt64(level(name, around: range, swing: swing))
    }

    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// One step of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
