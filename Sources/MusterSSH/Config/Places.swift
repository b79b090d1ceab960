/// A few places for many who come at once; who finds none waits for his turn.
struct Places {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    /// True if there was a place; otherwise ``wait(_:)`` for one.
    mutating func take() -> Bool {
        if free == 0 { return false }
        free -= 1
        return true
    }

    mutating func wait(_ turn: CheckedContinuation<Void, Never>) { waiting.append(turn) }

    /// Passes the place on to whoever waits longest.
    mutating func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
