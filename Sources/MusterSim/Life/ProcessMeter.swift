import Glibc
import MusterIO

/// Measures what this process uses.
struct ProcessMeter {
    private var last: (time: Deadline, cpu: Double)
    private let cores: Double

    init(now: Deadline) {
        last = (now, Self.cpuSeconds)
        cores = Double(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// The use since the last call.
    mutating func read(now: Deadline) -> ProcessUse {
        let cpu = Self.cpuSeconds
        let seconds = now.since(last.time) / .seconds(1)
        defer { last = (now, cpu) }
        return ProcessUse(memory: Self.residentBytes, cpu: seconds > 0 ? (cpu - last.cpu) / seconds / cores * 100 : 0)
    }

    private static var cpuSeconds: Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }

    /// Source: the second number of `/proc/self/statm`, which counts pages; 0 where there is no `/proc`.
    private static var residentBytes: UInt64 {
        let words = (try? File.text("/proc/self/statm"))?.split(separator: " ") ?? []
        return words.count > 1 ? (UInt64(words[1]) ?? 0) * UInt64(getpagesize()) : 0
    }
}
