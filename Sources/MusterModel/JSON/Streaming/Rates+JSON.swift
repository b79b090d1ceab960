extension DiskRate: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, readBytesPerSecond, writtenBytesPerSecond, readsPerSecond, writesPerSecond, busyPercent
    }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(
            name: "", readBytesPerSecond: 0, writtenBytesPerSecond: 0, readsPerSecond: 0, writesPerSecond: 0,
            busyPercent: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .name: name = try reader.string()
            case .readBytesPerSecond: readBytesPerSecond = try reader.real()
            case .writtenBytesPerSecond: writtenBytesPerSecond = try reader.real()
            case .readsPerSecond: readsPerSecond = try reader.real()
            case .writesPerSecond: writesPerSecond = try reader.real()
            case .busyPercent: busyPercent = try reader.real()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.name, name)
        writer.member(CodingKeys.readBytesPerSecond, readBytesPerSecond)
        writer.member(CodingKeys.writtenBytesPerSecond, writtenBytesPerSecond)
        writer.member(CodingKeys.readsPerSecond, readsPerSecond)
        writer.member(CodingKeys.writesPerSecond, writesPerSecond)
        writer.member(CodingKeys.busyPercent, busyPercent)
        writer.endObject()
    }
}

extension NetworkRate: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, receivedBytesPerSecond, sentBytesPerSecond, errorsPerSecond
    }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(name: "", receivedBytesPerSecond: 0, sentBytesPerSecond: 0, errorsPerSecond: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .name: name = try reader.string()
            case .receivedBytesPerSecond: receivedBytesPerSecond = try reader.real()
            case .sentBytesPerSecond: sentBytesPerSecond = try reader.real()
            case .errorsPerSecond: errorsPerSecond = try reader.real()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.name, name)
        writer.member(CodingKeys.receivedBytesPerSecond, receivedBytesPerSecond)
        writer.member(CodingKeys.sentBytesPerSecond, sentBytesPerSecond)
        writer.member(CodingKeys.errorsPerSecond, errorsPerSecond)
        writer.endObject()
    }
}
