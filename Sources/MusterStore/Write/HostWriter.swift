import GRDB
import MusterModel

/// Writes what a survey says of the machine itself.
struct HostWriter {
    let db: Database
    let host: Int64

    init(_ db: Database, host: Int64) {
        self.db = db
        self.host = host
    }

    func write(_ ingested: IngestedSurvey) throws {
        try writeIdentity(ingested.survey.facts)
        try writeCurrent(ingested)
        try writeDocument(ingested)
        try write(ingested.survey.sample, at: ingested.receivedAt)
    }

    func write(_ sample: Sample, at time: Timestamp) throws {
        try writeSample(sample, at: time)
        for volume in sample.fileSystems { try writeVolume(volume, at: time) }
    }

    private func writeIdentity(_ facts: HostFacts) throws {
        var update = try Insertion(db, "UPDATE host SET machine_id = ?, boot_id = ? WHERE id = ?")
        update.add(facts.machineID)
        update.add(facts.bootID)
        update.add(host)
        try update.run()
    }

    private func writeCurrent(_ ingested: IngestedSurvey) throws {
        let levels = HostLevels(ingested.survey.sample)
        var row = try Insertion(db, Self.currentSQL)
        row.add(host)
        row.add(ingested.receivedAt)
        row.add(ingested.survey.complete)
        row.add(try JSONColumn.text(ingested.survey.facts))
        row.add(JSONColumn.text(streaming: ingested.survey.sample))
        row.add(try JSONColumn.text(ingested.survey.sources))
        for level in [levels.cpu, levels.ioWait, levels.memory] { row.add(level) }
        row.add(levels.memoryTotal)
        for level in [levels.swap, levels.load1, levels.load5, levels.load15, levels.disk] { row.add(level) }
        row.add(levels.diskPath)
        row.add(levels.uptimeMilliseconds)
        row.addText(try ingested.survey.foreign.map { try JSONColumn.text($0) })
        try row.run()
    }

    private func writeDocument(_ ingested: IngestedSurvey) throws {
        var row = try Insertion(db, Self.documentSQL)
        row.add(host)
        row.add(ingested.receivedAt)
        row.add(ingested.runID)
        row.add(ingested.survey.complete)
        row.add(Int64(ingested.survey.nodes.count))
        row.add(try JSONColumn.text(ingested.survey))
        try row.run()
        var trim = try Insertion(db, Self.trimSQL)
        trim.add(host)
        trim.add(host)
        trim.add(Int64(Store.surveysKept))
        try trim.run()
    }

    private func writeSample(_ sample: Sample, at time: Timestamp) throws {
        var row = try Insertion(db, Self.sampleSQL)
        row.add(host)
        row.add(time)
        row.add(sample.interval)
        let cpu = sample.cpu
        for share in [cpu?.user, cpu?.nice, cpu?.system, cpu?.idle] { row.add(share) }
        for share in [cpu?.iowait, cpu?.irq, cpu?.softirq, cpu?.steal] { row.add(share) }
        let memory = sample.memory
        for size in [memory?.total, memory?.available, memory?.swapTotal, memory?.swapFree] { row.add(size) }
        for load in [sample.load?.one, sample.load?.five, sample.load?.fifteen] { row.add(load) }
        let pressure = sample.pressure
        for share in [pressure?.cpuSome, pressure?.memorySome, pressure?.ioSome] { row.add(share) }
        row.add(sample.disks.total(\.readBytesPerSecond))
        row.add(sample.disks.total(\.writtenBytesPerSecond))
        row.add(sample.networks.total(\.receivedBytesPerSecond))
        row.add(sample.networks.total(\.sentBytesPerSecond))
        row.add(sample.processes.map { Int64($0.total) })
        row.add(sample.fileHandles?.open)
        row.add(sample.temperatures.map(\.celsius).max())
        row.add(sample.clock.sinceBoot)
        try row.run()
    }

    private func writeVolume(_ volume: FileSystem, at time: Timestamp) throws {
        var row = try Insertion(db, Self.volumeSQL)
        row.add(host)
        row.add(time)
        row.add(volume.path)
        for size in [volume.total, volume.available, volume.used, volume.inodes, volume.inodesFree] { row.add(size) }
        try row.run()
    }
}

extension Array {
    /// The sum over all devices; `nil` if there are none, which is not the same as no traffic.
    fileprivate func total(_ rate: KeyPath<Element, Double>) -> Double? {
        isEmpty ? nil : reduce(0) { $0 + $1[keyPath: rate] }
    }
}

extension HostWriter {
    private static let currentSQL = SQLText.replace(
        "host_current",
        """
        host_id surveyed_at complete facts sample sources cpu io_wait memory memory_total swap load1 load5 load15
        disk disk_path uptime foreign_managers
        """)

    private static let documentSQL = SQLText.replace("survey", "host_id at run_id complete node_count document")

    private static let trimSQL = """
        DELETE FROM survey WHERE host_id = ? AND id NOT IN
            (SELECT id FROM survey WHERE host_id = ? ORDER BY at DESC LIMIT ?)
        """

    private static let sampleSQL = SQLText.replace(
        "sample",
        """
        host_id at interval cpu_user cpu_nice cpu_system cpu_idle cpu_iowait cpu_irq cpu_softirq cpu_steal
        memory_total memory_available swap_total swap_free load1 load5 load15 pressure_cpu pressure_memory pressure_io
        disk_read disk_written net_received net_sent processes files_open hottest since_boot
        """)

    private static let volumeSQL = SQLText.replace(
        "volume_sample", "host_id at path total available used inodes inodes_free")
}
