package import MusterModel

/// How a round goes over its hosts.
package struct RoundLimits: Hashable, Sendable {
    /// Hosts at work at the same time.
    package var width: Int
    /// How long one host may take in all.
    package var timeout: Duration

    package init(width: Int, timeout: Duration) {
        self.width = max(1, width)
        self.timeout = timeout
    }
}

/// Runs `operation` on every host, at most `limits.width` at once.
///
/// Returns one result per host, in the order of `hosts`. A host that fails or overruns does not disturb the others.
/// After `stop` no further host is begun; cancelling the caller cancels those at work. Either way every host has its
/// result.
package func forEachHost<Value: Sendable>(
    _ hosts: [HostTarget], limits: RoundLimits, stop: StopSignal, progress: @escaping ProgressListener,
    clock: some Clock<Duration>,
    operation: @escaping @Sendable (HostTarget) async throws -> Value
) async -> [HostResult<Value>] {
    await withTaskGroup(of: (Int, HostResult<Value>).self) { group in
        var waiting = hosts.enumerated().makeIterator()
        func startNext() {
            guard !stop.isStopped, !Task.isCancelled, let (index, host) = waiting.next() else { return }
            group.addTask {
                progress(.began(host.name))
                let result = await attempt(host, timeout: limits.timeout, clock: clock, operation: operation)
                progress(.ended(host.name, ok: result.outcome.value != nil, message: result.outcome.failure?.message))
                return (index, result)
            }
        }
        for _ in 0..<limits.width { startNext() }
        var results: [HostResult<Value>] = hosts.map { HostResult(host: $0.name, outcome: .skipped, took: .zero) }
        while let (index, result) = await group.next() {
            results[index] = result
            startNext()
        }
        return results
    }
}

private func attempt<Value: Sendable, C: Clock<Duration>>(
    _ host: HostTarget, timeout: Duration, clock: C, operation: @escaping @Sendable (HostTarget) async throws -> Value
) async -> HostResult<Value> {
    let begun = clock.now
    let outcome: HostOutcome<Value>
    do {
        outcome = .ok(try await withTimeout(timeout, clock: clock) { try await operation(host) })
    } catch {
        outcome = HostOutcome(error)
    }
    return HostResult(host: host.name, outcome: outcome, took: begun.duration(to: clock.now))
}
