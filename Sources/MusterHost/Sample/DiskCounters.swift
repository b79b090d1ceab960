import MusterModel

/// What one whole disk has moved since it appeared.
///
/// Source: `/proc/diskstats` (`Documentation/admin-guide/iostats`).
struct DiskCounters: Hashable, Sendable {
    /// `major:minor`.
    var device: String
    var name: String
    /// Requests and sectors of 512 bytes, whatever the disk's own sector size.
    var reads, sectorsRead, writes, sectorsWritten: UInt64
    /// Milliseconds with a request in flight; 32 bits wide.
    var busy: UInt64

    /// Disks of a sane machine; more is somebody playing.
    private static let limit = 1024

    /// The disks among the lines of `diskstats`: those that `/sys/block` names, which leaves out partitions.
    ///
    /// Memory in disguise (`ram`, `zram`), image files (`loop`), removable media and devices that never moved a byte,
    /// as unused `nbd` are, say nothing about the host's disks.
    static func all(diskstats: [UInt8], blocks: [String]) -> [DiskCounters] {
        let whole = Set(blocks)
        let disks = diskstats.lines.lazy.compactMap { DiskCounters(line: $0) }
            .filter { whole.contains($0.sysfsName) && !$0.isNoDisk }
        return Array(disks.prefix(limit))
    }

    private init?(line: ArraySlice<UInt8>) {
        let words = line.words
        guard words.count >= 14, let major = words[0].unsigned, let minor = words[1].unsigned else { return nil }
        let numbers = words[3..<14].compactMap(\.unsigned)
        guard numbers.count == 11 else { return nil }
        device = "\(major):\(minor)"
        name = words[2].text
        (reads, sectorsRead) = (numbers[0], numbers[2])
        (writes, sectorsWritten) = (numbers[4], numbers[6])
        busy = numbers[9]
    }

    /// sysfs writes `!` for the `/` in names such as `cciss/c0d0`.
    private var sysfsName: String { String(name.map { $0 == "/" ? "!" : $0 }) }

    private var isNoDisk: Bool {
        if reads == 0 && writes == 0 { return true }
        return ["loop", "ram", "zram", "sr", "fd"].contains { prefix in
            name.hasPrefix(prefix) && name.utf8.dropFirst(prefix.utf8.count).first.map { $0 < 0x3A } ?? false
        }
    }

    private var counters: [UInt64] { [reads, sectorsRead, writes, sectorsWritten, busy] }

    /// `nil` for another device of that name, and after a reset.
    func rate(since earlier: DiskCounters, seconds: Double) -> DiskRate? {
        guard device == earlier.device, let step = Counters.advance(from: earlier.counters, to: counters) else {
            return nil
        }
        return DiskRate(
            name: name, readBytesPerSecond: Double(step[1]) * 512 / seconds,
            writtenBytesPerSecond: Double(step[3]) * 512 / seconds, readsPerSecond: Double(step[0]) / seconds,
            writesPerSecond: Double(step[2]) / seconds, busyPercent: min(100, Double(step[4]) / seconds / 10))
    }
}
