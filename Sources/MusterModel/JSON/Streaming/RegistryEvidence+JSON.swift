extension RegistryEvidence: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable { case path, status, schema }

    private static let table = MemberTable<CodingKeys>(required: [.path])

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(path: "", status: nil, schema: nil)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .path: path = try reader.string()
            case .status: status = try reader.string()
            case .schema: schema = try reader.integer()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.path, path)
        writer.member(CodingKeys.status, status)
        writer.member(CodingKeys.schema, schema)
        writer.endObject()
    }
}
