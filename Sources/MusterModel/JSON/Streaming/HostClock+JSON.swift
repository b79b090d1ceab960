extension HostClock: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable { case wall, sinceBoot }

    private static let table = MemberTable(required: Set(CodingKeys.allCases))

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(wall: Timestamp(milliseconds: 0), sinceBoot: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .wall: wall = Timestamp(milliseconds: try reader.integer())
            case .sinceBoot: sinceBoot = try reader.integer()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.wall, wall.milliseconds)
        writer.member(CodingKeys.sinceBoot, sinceBoot)
        writer.endObject()
    }
}
