import MusterIO

/// Pauses between tries: 0.5 s, 1 s, 2 s, each with up to half of it added at random, so that hosts do not return
/// all at once.
struct Backoff {
    private let randomness: Randomness
    private var attempt = 0

    private static let attempts = 3

    init(randomness: Randomness) { self.randomness = randomness }

    /// `nil` when enough has been tried.
    mutating func next() -> Duration? {
        guard attempt < Self.attempts else { return nil }
        let base = 500 << attempt
        attempt += 1
        let share = Int(randomness.bytes(1)[0])
        return .milliseconds(base + base * share / 510)
    }
}
