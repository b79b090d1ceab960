extension FileSystem: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case path, source, type, device, total, available, used, inodes, inodesFree, readOnly
    }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(
            path: "", source: "", type: "", device: "", total: 0, available: 0, used: 0, inodes: 0, inodesFree: 0,
            readOnly: false)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .path: path = try reader.string()
            case .source: source = try reader.string()
            case .type: type = try reader.string()
            case .device: device = try reader.string()
            case .total: total = try reader.integer()
            case .available: available = try reader.integer()
            case .used: used = try reader.integer()
            case .inodes: inodes = try reader.integer()
            case .inodesFree: inodesFree = try reader.integer()
            case .readOnly: readOnly = try reader.bool()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.path, path)
        writer.member(CodingKeys.source, source)
        writer.member(CodingKeys.type, type)
        writer.member(CodingKeys.device, device)
        writer.member(CodingKeys.total, total)
        writer.member(CodingKeys.available, available)
        writer.member(CodingKeys.used, used)
        writer.member(CodingKeys.inodes, inodes)
        writer.member(CodingKeys.inodesFree, inodesFree)
        writer.member(CodingKeys.readOnly, readOnly)
        writer.endObject()
    }
}
