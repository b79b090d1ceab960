import MusterModel

/// Time that all processors together spent in each state since boot, in ticks of 10 ms.
///
/// Source: the `cpu` line of `/proc/stat`. Guest time is left out: the kernel counts it in `user` and `nice` too.
struct CPUTimes: Hashable, Sendable {
    var user, nice, system, idle, iowait, irq, softirq, steal: UInt64

    init?(stat: [UInt8]) {
        guard let line = stat.lines.first(where: { $0.starts(withText: "cpu ") }) else { return nil }
        let ticks = line.words.dropFirst().prefix(8).compactMap(\.unsigned)
        guard ticks.count == 8 else { return nil }
        (user, nice, system, idle) = (ticks[0], ticks[1], ticks[2], ticks[3])
        (iowait, irq, softirq, steal) = (ticks[4], ticks[5], ticks[6], ticks[7])
    }

    /// `nil` if no time passed.
    func use(since earlier: CPUTimes) -> CPUUse? {
        // Idle and iowait of the kernel can step back by a little; that is no time, not a negative one.
        func passed(_ state: KeyPath<CPUTimes, UInt64>) -> Double {
            Double(max(self[keyPath: state], earlier[keyPath: state]) - earlier[keyPath: state])
        }
        let ticks = CPUUse(
            user: passed(\.user), nice: passed(\.nice), system: passed(\.system), idle: passed(\.idle),
            iowait: passed(\.iowait), irq: passed(\.irq), softirq: passed(\.softirq), steal: passed(\.steal))
        let whole =
            ticks.user + ticks.nice + ticks.system + ticks.idle + ticks.iowait + ticks.irq + ticks.softirq + ticks.steal
        guard whole > 0 else { return nil }
        func percent(_ ticks: Double) -> Double { ticks / whole * 100 }
        return CPUUse(
            user: percent(ticks.user), nice: percent(ticks.nice), system: percent(ticks.system),
            idle: percent(ticks.idle), iowait: percent(ticks.iowait), irq: percent(ticks.irq),
            softirq: percent(ticks.softirq), steal: percent(ticks.steal))
    }
}

/// Counts of `/proc/stat` that are no rates.
enum StatCounts {
    /// Logical processors that are online; `nil` where the file lists none.
    static func cores(stat: [UInt8]) -> Int? {
        let count = stat.lines.count { line in
            line.starts(withText: "cpu") && line.dropFirst(3).first.map { (0x30...0x39).contains($0) } ?? false
        }
        return count == 0 ? nil : count
    }

    /// The number after `name`, as in `procs_running 3`.
    static func value(_ name: StaticString, stat: [UInt8]) -> Int? {
        for line in stat.lines where line.starts(withText: name) {
            let words = line.words
            if words.count == 2, words[0].count == name.utf8CodeUnitCount {
                return words[1].unsigned.flatMap { Int(exactly: $0) }
            }
        }
        return nil
    }
}
