extension DirectoryEvidence: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case path, presence, mountPoint, device, identityChanged, hasIdentity, processGone
    }

    private static let table = MemberTable<CodingKeys>(required: [.path, .presence])

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(path: "", presence: .unknown)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .path: path = try reader.string()
            case .presence: presence = try reader.word()
            case .mountPoint: mountPoint = try reader.string()
            case .device: device = try reader.string()
            case .identityChanged: identityChanged = Timestamp(milliseconds: try reader.integer())
            case .hasIdentity: hasIdentity = try reader.bool()
            case .processGone: processGone = try reader.bool()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.path, path)
        writer.member(CodingKeys.presence, presence.rawValue)
        writer.member(CodingKeys.mountPoint, mountPoint)
        writer.member(CodingKeys.device, device)
        writer.member(CodingKeys.identityChanged, identityChanged?.milliseconds)
        writer.member(CodingKeys.hasIdentity, hasIdentity)
        writer.member(CodingKeys.processGone, processGone)
        writer.endObject()
    }
}
