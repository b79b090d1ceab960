extension Sample {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case clock, interval, cpu, memory, load, pressure, fileSystems, disks, networks, processes, fileHandles
        case temperatures
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            clock: try container.decode(HostClock.self, forKey: .clock),
            interval: try container.decode(Int64.self, forKey: .interval),
            cpu: try container.decodeIfPresent(CPUUse.self, forKey: .cpu),
            memory: try container.decodeIfPresent(Memory.self, forKey: .memory),
            load: try container.decodeIfPresent(Load.self, forKey: .load),
            pressure: try container.decodeIfPresent(Pressure.self, forKey: .pressure),
            fileSystems: try container.list(.fileSystems),
            disks: try container.list(.disks),
            networks: try container.list(.networks),
            processes: try container.decodeIfPresent(ProcessCounts.self, forKey: .processes),
            fileHandles: try container.decodeIfPresent(FileHandles.self, forKey: .fileHandles),
            temperatures: try container.list(.temperatures))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(clock, forKey: .clock)
        try container.encode(interval, forKey: .interval)
        try container.encodeIfPresent(cpu, forKey: .cpu)
        try container.encodeIfPresent(memory, forKey: .memory)
        try container.encodeIfPresent(load, forKey: .load)
        try container.encodeIfPresent(pressure, forKey: .pressure)
        try container.encode(list: fileSystems, forKey: .fileSystems)
        try container.encode(list: disks, forKey: .disks)
        try container.encode(list: networks, forKey: .networks)
        try container.encodeIfPresent(processes, forKey: .processes)
        try container.encodeIfPresent(fileHandles, forKey: .fileHandles)
        try container.encode(list: temperatures, forKey: .temperatures)
    }
}
