import Glibc
package import MusterModel

/// The controller's clocks, as a watch sees them; a test moves its own.
package protocol WatchClock: Sendable {
    /// The wall clock.
    var now: Timestamp { get }
    /// Milliseconds since the machine booted, its sleep included.
    var sinceBoot: Int64 { get }
    /// Returns early, with an error, when the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The machine's clocks.
package struct SystemWatchClock: WatchClock {
    package init() {}

    package var now: Timestamp { Timestamp(milliseconds: Self.milliseconds(of: CLOCK_REALTIME)) }
    package var sinceBoot: Int64 { Self.milliseconds(of: CLOCK_BOOTTIME) }

    package func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }

    private static func milliseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
