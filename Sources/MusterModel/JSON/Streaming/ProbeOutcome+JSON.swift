extension ProbeOutcome: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable { case probe, result, detail, took }

    private static let table = MemberTable<CodingKeys>(required: [.probe, .result, .took])

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(probe: "", result: .error)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .probe: probe = try reader.string()
            case .result: result = try reader.word()
            case .detail: detail = try reader.string()
            case .took: took = try reader.integer()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.probe, probe)
        writer.member(CodingKeys.result, result.rawValue)
        writer.member(CodingKeys.detail, detail)
        writer.member(CodingKeys.took, took)
        writer.endObject()
    }
}
