import Glibc

/// A moment by the monotonic clock, beyond which a wait is given up.
///
/// The clock stands still while the machine sleeps and ignores changes of the wall clock.
package struct Deadline: Hashable, Comparable, Sendable {
    /// Since an arbitrary point, the same for the whole machine until it reboots.
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Never comes.
    package static let never = Deadline(nanoseconds: .max)

    package static var now: Deadline {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Deadline(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    package static func after(_ duration: Duration) -> Deadline { .now + duration }

    package static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Saturates: adding to ``never``, or too much to anything, is never.
    package static func + (deadline: Deadline, duration: Duration) -> Deadline {
        let (seconds, attoseconds) = duration.components
        let (whole, tooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflow) = deadline.nanoseconds.addingReportingOverflow(whole)
        let (total, overflowAgain) = sum.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard deadline != .never, !tooLong, !overflow, !overflowAgain else {
            return seconds < 0 && deadline != .never ? Deadline(nanoseconds: .min) : .never
        }
        return Deadline(nanoseconds: total)
    }

    /// The time from `earlier` to `self`; negative if `self` is the earlier one.
    package func since(_ earlier: Deadline) -> Duration {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return .nanoseconds(overflow ? (nanoseconds < 0 ? Int64.min : Int64.max) : difference)
    }
}

/// What an event loop asks for the time, so that a test can move it.
package protocol MonotonicClock: Sendable {
    var now: Deadline { get }
}

/// The machine's monotonic clock.
package struct SystemClock: MonotonicClock {
    package init() {}
    package var now: Deadline { .now }
}
