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
        let words = String(decoding: bytes[(close + 1)...], as: UTF8.self).split { $0 == " " || $0 == "\n" }
        // words[0] is field 3.
        guard words.count >= 22, words[0] != "Z", words[0] != "X", let parent = Int32(words[1]),
            let user = Int64(words[11]), let system = Int64(words[12]), let threads = Int64(words[17]),
            let start = Int64(words[19]), let resident = Int64(words[21]), user >= 0, system >= 0, start >= 0
        else { return nil }
        let (cpu, overflow) = user.addingReportingOverflow(system)
        self.parent = parent
        self.cpuTicks = overflow ? .max : cpu
        self.threads = threads
        self.startTicks = start
        self.residentPages = UInt64(max(0, resident))
    }
}
