extension UnitEvidence: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case managerUID, name, path, loadState, activeState, subState, fileState, result, mainPID, restarts
        case invocationID, restartPolicy, user, fileHash
    }

    private static let table = MemberTable<CodingKeys>(required: [.name])

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(managerUID: nil, name: "")
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .managerUID: managerUID = try reader.integer()
            case .name: name = try reader.string()
            case .path: path = try reader.string()
            case .loadState: loadState = try reader.string()
            case .activeState: activeState = try reader.string()
            case .subState: subState = try reader.string()
            case .fileState: fileState = try reader.string()
            case .result: result = try reader.string()
            case .mainPID: mainPID = try reader.integer()
            case .restarts: restarts = try reader.integer()
            case .invocationID: invocationID = try reader.string()
            case .restartPolicy: restartPolicy = try reader.string()
            case .user: user = try reader.string()
            case .fileHash: fileHash = try reader.string()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.managerUID, managerUID)
        writer.member(CodingKeys.name, name)
        writer.member(CodingKeys.path, path)
        writer.member(CodingKeys.loadState, loadState)
        writer.member(CodingKeys.activeState, activeState)
        writer.member(CodingKeys.subState, subState)
        writer.member(CodingKeys.fileState, fileState)
        writer.member(CodingKeys.result, result)
        writer.member(CodingKeys.mainPID, mainPID)
        writer.member(CodingKeys.restarts, restarts)
        writer.member(CodingKeys.invocationID, invocationID)
        writer.member(CodingKeys.restartPolicy, restartPolicy)
        writer.member(CodingKeys.user, user)
        writer.member(CodingKeys.fileHash, fileHash)
        writer.endObject()
    }
}
