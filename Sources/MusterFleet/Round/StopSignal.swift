import Synchronization

/// Tells a running round to start no more hosts; what has begun goes on to its end.
package final class StopSignal: Sendable {
    private let requested = Mutex(false)

    package init() {}

    package func stop() { requested.withLock { $0 = true } }

    package var isStopped: Bool { requested.withLock { $0 } }
}
