import MusterIO
import MusterModel

/// Everything that only becomes a rate between two readings.
struct HostCounters: Sendable {
    var at: Deadline
    var cpu: CPUTimes?
    var disks: [DiskCounters]
    var networks: [NetworkCounters]

    init(at: Deadline, cpu: CPUTimes?, disks: [DiskCounters], networks: [NetworkCounters]) {
        self.at = at
        self.cpu = cpu
        self.disks = disks
        self.networks = networks
    }

    init(reading root: HostRoot, stat: [UInt8]?, at: Deadline) {
        self.at = at
        cpu = stat.flatMap { CPUTimes(stat: $0) }
        disks =
            if let diskstats = root.kernelFile("/proc/diskstats"), let blocks = root.kernelNames("/sys/block") {
                DiskCounters.all(diskstats: diskstats, blocks: blocks)
            } else {
                []
            }
        networks = root.kernelFile("/proc/net/dev").map { NetworkCounters.all(netDev: $0) } ?? []
    }

    func seconds(since earlier: HostCounters) -> Double { at.since(earlier.at) / .seconds(1) }

    /// Devices that were there both times; one that came or went in between has no rate.
    func diskRates(since earlier: HostCounters) -> [DiskRate] {
        let before = Dictionary(earlier.disks.map { ($0.name, $0) }) { first, _ in first }
        let seconds = seconds(since: earlier)
        guard seconds > 0 else { return [] }
        return disks.compactMap { disk in before[disk.name].flatMap { disk.rate(since: $0, seconds: seconds) } }
    }

    func networkRates(since earlier: HostCounters) -> [NetworkRate] {
        let before = Dictionary(earlier.networks.map { ($0.name, $0) }) { first, _ in first }
        let seconds = seconds(since: earlier)
        guard seconds > 0 else { return [] }
        return networks.compactMap { port in before[port.name].flatMap { port.rate(since: $0, seconds: seconds) } }
    }
}
