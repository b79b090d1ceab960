/// The time allowed for a whole host is over.
package struct TimedOut: Error, Hashable {
    package let after: Duration
}

/// Cancels `operation` when `limit` is over, waits for it to end, and throws ``TimedOut``.
///
/// Never throws `CancellationError` for its own limit, so that callers can tell a timeout from a cancel.
func withTimeout<Value: Sendable>(
    _ limit: Duration, clock: some Clock<Duration>, operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await clock.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw TimedOut(after: limit) }
        return value
    }
}
