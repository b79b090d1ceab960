import Glibc

/// Processor time that a process has used, in the kernel and outside of it.
struct ProcessorTime: Hashable, Sendable {
    private let microseconds: Int64

    /// Of this process without its children.
    ///
    /// Source: `getrusage(2)`.
    static var ofThisProcess: ProcessorTime {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return ProcessorTime(microseconds: microseconds(usage.ru_utime) + microseconds(usage.ru_stime))
    }

    /// Rounded up: work is never free.
    func milliseconds(since earlier: ProcessorTime) -> Int64 {
        (max(0, microseconds - earlier.microseconds) + 999) / 1000
    }

    private static func microseconds(_ time: timeval) -> Int64 {
        Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_usec)
    }
}
