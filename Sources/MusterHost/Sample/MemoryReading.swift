package import MusterModel

extension Memory {
    /// Parses `/proc/meminfo`; `nil` if a line that it needs is missing.
    ///
    /// The file says "kB" and means KiB (`proc_meminfo(5)`). A kernel built without swap has no swap lines: none it is.
    package init?(meminfo: [UInt8]) {
        var bytes: [String: UInt64] = [:]
        for line in meminfo.lines where line.starts(withText: "Mem") || line.starts(withText: "Swap") {
            let words = line.words
            guard words.count >= 2, let kib = words[1].unsigned else { continue }
            let (product, overflow) = kib.multipliedReportingOverflow(by: 1024)
            if !overflow { bytes[words[0].text] = product }
        }
        guard let total = bytes["MemTotal:"], let available = bytes["MemAvailable:"], let free = bytes["MemFree:"],
            total > 0
        else { return nil }
        self.init(
            total: total, available: available, free: free, swapTotal: bytes["SwapTotal:"] ?? 0,
            swapFree: bytes["SwapFree:"] ?? 0)
    }
}
