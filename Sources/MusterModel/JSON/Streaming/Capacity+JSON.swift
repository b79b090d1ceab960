extension Memory: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case total, available, free, swapTotal, swapFree
    }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(total: 0, available: 0, free: 0, swapTotal: 0, swapFree: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .total: total = try reader.integer()
            case .available: available = try reader.integer()
            case .free: free = try reader.integer()
            case .swapTotal: swapTotal = try reader.integer()
            case .swapFree: swapFree = try reader.integer()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.total, total)
        writer.member(CodingKeys.available, available)
        writer.member(CodingKeys.free, free)
        writer.member(CodingKeys.swapTotal, swapTotal)
        writer.member(CodingKeys.swapFree, swapFree)
        writer.endObject()
    }
}

extension ProcessCounts: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case total, running, blocked
    }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(total: 0, running: 0, blocked: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .total: total = try reader.integer()
            case .running: running = try reader.integer()
            case .blocked: blocked = try reader.integer()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.total, total)
        writer.member(CodingKeys.running, running)
        writer.member(CodingKeys.blocked, blocked)
        writer.endObject()
    }
}

extension FileHandles: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case open, limit
    }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(open: 0, limit: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .open: open = try reader.integer()
            case .limit: limit = try reader.integer()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.open, open)
        writer.member(CodingKeys.limit, limit)
        writer.endObject()
    }
}

extension Temperature: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case sensor, celsius
    }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(sensor: "", celsius: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .sensor: sensor = try reader.string()
            case .celsius: celsius = try reader.real()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.sensor, sensor)
        writer.member(CodingKeys.celsius, celsius)
        writer.endObject()
    }
}
