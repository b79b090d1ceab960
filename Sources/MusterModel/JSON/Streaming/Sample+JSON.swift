extension Sample: JSONStreamable {
    private static let table = MemberTable<CodingKeys>(required: [.clock, .interval])

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(clock: HostClock(wall: Timestamp(milliseconds: 0), sinceBoot: 0), interval: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .clock: clock = try HostClock(from: &reader)
            case .interval: interval = try reader.integer()
            case .cpu: cpu = try CPUUse(from: &reader)
            case .memory: memory = try Memory(from: &reader)
            case .load: load = try Load(from: &reader)
            case .pressure: pressure = try Pressure(from: &reader)
            case .fileSystems: fileSystems = try reader.list()
            case .disks: disks = try reader.list()
            case .networks: networks = try reader.list()
            case .processes: processes = try ProcessCounts(from: &reader)
            case .fileHandles: fileHandles = try FileHandles(from: &reader)
            case .temperatures: temperatures = try reader.list()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.clock, clock)
        writer.member(CodingKeys.interval, interval)
        writer.member(CodingKeys.cpu, cpu)
        writer.member(CodingKeys.memory, memory)
        writer.member(CodingKeys.load, load)
        writer.member(CodingKeys.pressure, pressure)
        writer.member(CodingKeys.fileSystems, fileSystems)
        writer.member(CodingKeys.disks, disks)
        writer.member(CodingKeys.networks, networks)
        writer.member(CodingKeys.processes, processes)
        writer.member(CodingKeys.fileHandles, fileHandles)
        writer.member(CodingKeys.temperatures, temperatures)
        writer.endObject()
    }
}
