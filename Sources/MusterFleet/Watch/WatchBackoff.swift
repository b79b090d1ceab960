import MusterIO

/// Pauses before a lost host is tried again: from one second to five minutes, twice as long each time, with up to
/// half of it added at random, so that hosts do not return all at once.
struct WatchBackoff {
    private let randomness: Randomness
    private var attempt = 0

    private static let first: Int64 = 1000
    private static let last: Int64 = 300_000

    init(randomness: Randomness) { self.randomness = randomness }

    mutating func next() -> Duration {
        let base = min(Self.first << Int64(min(attempt, 10)), Self.last)
        attempt += 1
        return .milliseconds(base + base * Int64(randomness.bytes(1)[0]) / 510)
    }

    /// The host was reached.
    mutating func reset() { attempt = 0 }
}
