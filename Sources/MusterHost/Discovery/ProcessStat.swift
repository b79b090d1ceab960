/// The fields of `/proc/PID/stat` (`proc_pid_stat(5)`) that say whose child a process is, and what it used.
struct ProcessStat: Hashable {
    var parent: Int32
    /// User and kernel time since the start.
    var cpuTicks: Int64
    var threads: Int64
    /// After boot.
    var startTicks: Int64
    var residentPages: UInt64

    /// The name in parentheses may hold blanks and parentheses, so that counting begins after the last one.
    init?(_ bytes: [UInt8]) {
        guard let close = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let words = bytes[(close + 1)...].split { $0 == 0x20 || $0 == 0x0A }
        // words[0] is field 3.
        guard words.count >= 22, words[0] != [UInt8(ascii: "Z")], words[0] != [UInt8(ascii: "X")],
            let parent = words[1].unsigned.flatMap({ Int32(exactly: $0) }), let user = Self.number(words[11]),
            let system = Self.number(words[12]), let threads = Self.number(words[17]),
            let start = Self.number(words[19])
        else { return nil }
        let (cpu, overflow) = user.addingReportingOverflow(system)
        self.parent = parent
        self.cpuTicks = overflow ? .max : cpu
        self.threads = threads
        self.startTicks = start
        self.residentPages = words[21].unsigned ?? 0
    }

    /// Whether it shows a process without a thread left, which nobody has waited for yet.
    static func isOfEnded(_ bytes: [UInt8]) -> Bool {
        guard let close = bytes.lastIndex(of: UInt8(ascii: ")")) else { return false }
        let words = bytes[(close + 1)...].split { $0 == 0x20 || $0 == 0x0A }
        guard words.count >= 18, let threads = number(words[17]) else { return false }
        return threads <= 1 && (words[0] == [UInt8(ascii: "Z")] || words[0] == [UInt8(ascii: "X")])
    }

    private static func number(_ word: ArraySlice<UInt8>) -> Int64? { word.unsigned.flatMap { Int64(exactly: $0) } }
}
