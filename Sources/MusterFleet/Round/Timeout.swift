/// The time allowed for a whole host is over.
package struct TimedOut: Error, Hashable {
    package let after: Duration
}

/// Cancels `operation` when `limit` is over, waits for it to end, and throws ``TimedOut``.
///
/// Never throws `CancellationError` for its own limit, so that callers can tell a timeout from a cancel. When the caller
/// is cancelled, what `operation` makes of that counts: it may know what was done.
func withTimeout<Value: Sendable>(
    _ limit: Duration, clock: some Clock<Duration>, operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Ending<Value>.self) { group in
        group.addTask { .value(try await operation()) }
        group.addTask {
            do { try await clock.sleep(for: limit) } catch { return .cancelled }
            return .overrun
        }
        defer { group.cancelAll() }
        while let ending = try await group.next() {
            switch ending {
            case .value(let value): return value
            case .overrun: throw TimedOut(after: limit)
            case .cancelled: continue
            }
        }
        throw CancellationError()
    }
}

private enum Ending<Value: Sendable>: Sendable {
    case value(Value)
    case overrun
    case cancelled
}
