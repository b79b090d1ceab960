/// Lets a bounded number of hosts connect and authenticate at once: sshd drops what exceeds its MaxStartups, and
/// many hosts may be one machine or sit behind one address.
actor DialGate {
    private let width: Int
    private var inside = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(width: Int) { self.width = max(1, width) }

    func pass<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        await enter()
        defer { leave() }
        try Task.checkCancellation()
        return try await body()
    }

    private func enter() async {
        if inside < width {
            inside += 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Hands its place to the next one.
    private func leave() {
        if waiting.isEmpty { inside -= 1 } else { waiting.removeFirst().resume() }
    }
}
