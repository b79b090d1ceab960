/// What a proxy does to the connections that it passes on.
struct Faults: Sendable {
    /// Which way the bytes are counted that set a fault off.
    enum Direction: String, Sendable {
        /// From the target to the client.
        case down
        /// From the client to the target.
        case up
    }

    /// One way, in milliseconds.
    var latency: UInt32 = 0
    /// Bytes are handed on in pieces of 1 to this many; 0 leaves them whole.
    var slice = 0
    var counting = Direction.down
    /// From this byte on nothing more goes in the counted direction, and the connections stay open.
    var blackHoleAfter: Int?
    /// At this byte the client's connection is reset.
    var resetAfter: Int?
    /// At this byte both connections are closed in order.
    var cutAfter: Int?
    /// Nothing listens.
    var refuses = false
    /// Instead of passing anything on, lines are sent without end.
    var babbles = false

    /// How many more bytes pass before a fault, and which, when `passed` have.
    func next(after passed: Int) -> (fault: Fault, in: Int)? {
        let limits: [(Fault, Int?)] = [(.blackHole, blackHoleAfter), (.reset, resetAfter), (.cut, cutAfter)]
        return limits.compactMap { fault, limit in limit.map { (fault, max(0, $0 - passed)) } }.min { $0.1 < $1.1 }
    }

    enum Fault: Sendable {
        case blackHole, reset, cut
    }
}
