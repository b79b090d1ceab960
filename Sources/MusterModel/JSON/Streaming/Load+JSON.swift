extension CPUUse: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case user, nice, system, idle, iowait, irq, softirq, steal
    }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(user: 0, nice: 0, system: 0, idle: 0, iowait: 0, irq: 0, softirq: 0, steal: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .user: user = try reader.real()
            case .nice: nice = try reader.real()
            case .system: system = try reader.real()
            case .idle: idle = try reader.real()
            case .iowait: iowait = try reader.real()
            case .irq: irq = try reader.real()
            case .softirq: softirq = try reader.real()
            case .steal: steal = try reader.real()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.user, user)
        writer.member(CodingKeys.nice, nice)
        writer.member(CodingKeys.system, system)
        writer.member(CodingKeys.idle, idle)
        writer.member(CodingKeys.iowait, iowait)
        writer.member(CodingKeys.irq, irq)
        writer.member(CodingKeys.softirq, softirq)
        writer.member(CodingKeys.steal, steal)
        writer.endObject()
    }
}

extension Load: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case one, five, fifteen
    }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(one: 0, five: 0, fifteen: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .one: one = try reader.real()
            case .five: five = try reader.real()
            case .fifteen: fifteen = try reader.real()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.one, one)
        writer.member(CodingKeys.five, five)
        writer.member(CodingKeys.fifteen, fifteen)
        writer.endObject()
    }
}

extension Pressure: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case cpuSome, memorySome, memoryFull, ioSome, ioFull
    }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(cpuSome: 0, memorySome: 0, memoryFull: 0, ioSome: 0, ioFull: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .cpuSome: cpuSome = try reader.real()
            case .memorySome: memorySome = try reader.real()
            case .memoryFull: memoryFull = try reader.real()
            case .ioSome: ioSome = try reader.real()
            case .ioFull: ioFull = try reader.real()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.cpuSome, cpuSome)
        writer.member(CodingKeys.memorySome, memorySome)
        writer.member(CodingKeys.memoryFull, memoryFull)
        writer.member(CodingKeys.ioSome, ioSome)
        writer.member(CodingKeys.ioFull, ioFull)
        writer.endObject()
    }
}
