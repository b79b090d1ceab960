import Glibc
package import MusterModel

extension HostClock {
    /// The machine's clocks at this moment.
    package static var now: HostClock {
        HostClock(
            wall: Timestamp(milliseconds: milliseconds(CLOCK_REALTIME)), sinceBoot: milliseconds(CLOCK_BOOTTIME))
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
