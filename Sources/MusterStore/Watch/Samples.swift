import GRDB
package import MusterModel

/// A host's metrics as they were received; rates are sums over all devices.
package struct StoredSample: Hashable, Sendable {
    package let at: Timestamp
    package let sample: Sample
}

extension Store {
    /// Keeps samples of hosts between surveys; whoever streams them gives one per host and minute.
    package func record(samples: [(HostName, Timestamp, Sample)]) throws(StoreError) {
        guard !samples.isEmpty else { return }
        try write { db in
            var hosts = HostIDs(db)
            for (host, at, sample) in samples {
                try HostWriter(db, host: try hosts.id(of: host)).write(sample, at: at)
            }
        }
    }

    /// A host's samples since `start` as far as they are kept, the oldest first: those of surveys and the minutes
    /// between them.
    package func samples(of host: HostName, since start: Timestamp) throws(StoreError) -> [StoredSample] {
        try read { db in
            let arguments: StatementArguments = [host.text, start.milliseconds]
            var volumes: [Int64: [FileSystem]] = [:]
            for row in try Row.fetchAll(db, sql: Self.volumeSQL, arguments: arguments) {
                let volume = SampleRow.volume(row)
                volumes[volume.at, default: []].append(volume.fileSystem)
            }
            return try Row.fetchAll(db, sql: Self.sampleSQL, arguments: arguments).map { row in
                var stored = SampleRow.sample(row)
                stored.sample.fileSystems = volumes[stored.at.milliseconds] ?? []
                return StoredSample(at: stored.at, sample: stored.sample)
            }
        }
    }

    private static let sampleSQL = """
        SELECT s.at, s.interval, s.since_boot, s.cpu_user, s.cpu_nice, s.cpu_system, s.cpu_idle, s.cpu_iowait,
            s.cpu_irq, s.cpu_softirq, s.cpu_steal, s.memory_total, s.memory_available, s.swap_total, s.swap_free,
            s.load1, s.load5, s.load15, s.disk_read, s.disk_written, s.net_received, s.net_sent
        FROM sample s JOIN host h ON h.id = s.host_id WHERE h.name = ? AND s.at >= ? ORDER BY s.at
        """

    private static let volumeSQL = """
        SELECT v.at, v.path, v.total, v.available, v.used, v.inodes, v.inodes_free
        FROM volume_sample v JOIN host h ON h.id = v.host_id WHERE h.name = ? AND v.at >= ? ORDER BY v.at, v.path
        """
}

/// Reads metrics back from their rows.
private enum SampleRow {
    static func sample(_ row: Row) -> (at: Timestamp, sample: Sample) {
        var row = RowReader(row, table: "sample")
        let at = row.time() ?? Timestamp(milliseconds: 0)
        let interval = row.integer()
        // Rows of an earlier Muster do not tell the host's clock; the controller's goes on as evenly.
        let sinceBoot = row.next(Int64.self) ?? at.milliseconds
        var sample = Sample(clock: HostClock(wall: at, sinceBoot: sinceBoot), interval: interval)
        let cpu = row.reals(8)
        if cpu.count == 8 {
            sample.cpu = CPUUse(
                user: cpu[0], nice: cpu[1], system: cpu[2], idle: cpu[3], iowait: cpu[4], irq: cpu[5],
                softirq: cpu[6], steal: cpu[7])
        }
        let memory = row.sizes(4)
        if memory.count == 4 {
            sample.memory = Memory(
                total: memory[0], available: memory[1], free: memory[1], swapTotal: memory[2], swapFree: memory[3])
        }
        let load = row.reals(3)
        if load.count == 3 { sample.load = Load(one: load[0], five: load[1], fifteen: load[2]) }
        let disk = row.reals(2)
        if disk.count == 2 {
            sample.disks = [
                DiskRate(
                    name: "all", readBytesPerSecond: disk[0], writtenBytesPerSecond: disk[1], readsPerSecond: 0,
                    writesPerSecond: 0, busyPercent: 0)
            ]
        }
        let network = row.reals(2)
        if network.count == 2 {
            sample.networks = [
                NetworkRate(
                    name: "all", receivedBytesPerSecond: network[0], sentBytesPerSecond: network[1],
                    errorsPerSecond: 0)
            ]
        }
        return (at, sample)
    }

    static func volume(_ row: Row) -> (at: Int64, fileSystem: FileSystem) {
        var row = RowReader(row, table: "volume_sample")
        let (at, path) = (row.integer(), row.text())
        let sizes = (0..<5).map { _ in UInt64(clamping: row.integer()) }
        let fileSystem = FileSystem(
            path: path, source: "", type: "", device: "", total: sizes[0], available: sizes[1], used: sizes[2],
            inodes: sizes[3], inodesFree: sizes[4], readOnly: false)
        return (at, fileSystem)
    }
}

extension RowReader {
    /// The next `count` numbers; fewer where any is NULL.
    fileprivate mutating func reals(_ count: Int) -> [Double] {
        (0..<count).map { _ in next(Double.self) }.compactMap { $0 }
    }

    fileprivate mutating func sizes(_ count: Int) -> [UInt64] {
        (0..<count).map { _ in next(Int64.self) }.compactMap { $0.map { UInt64(clamping: $0) } }
    }
}
