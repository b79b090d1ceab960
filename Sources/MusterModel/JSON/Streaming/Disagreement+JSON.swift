extension Disagreement: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable { case field, values }

    private static let table = MemberTable<CodingKeys>(required: [.field, .values])

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(field: "", values: [:])
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .field: field = try reader.string()
            case .values: values = try reader.map { reader throws(JSONError) in try reader.string() }
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.field, field)
        writer.name(CodingKeys.values.rawValue)
        writer.map(values) { $1.string($0) }
        writer.endObject()
    }
}
