extension ProcessEvidence: JSONStreamable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case pid, startedAfterBoot, uid, user, executable, executableReplaced, cpuMilliseconds, residentBytes, threads
    }

    private static let table = MemberTable<CodingKeys>(
        required: [
            .pid, .startedAfterBoot, .uid, .executableReplaced, .cpuMilliseconds, .residentBytes, .threads,
        ])

    package init(from reader: inout JSONReader) throws(JSONError) {
        self.init(
            pid: 0, startedAfterBoot: 0, uid: 0, user: nil, executable: nil, executableReplaced: false,
            cpuMilliseconds: 0, residentBytes: 0, threads: 0)
        try reader.members(of: Self.table) { key, reader throws(JSONError) in
            switch key {
            case .pid: pid = try reader.integer()
            case .startedAfterBoot: startedAfterBoot = try reader.integer()
            case .uid: uid = try reader.integer()
            case .user: user = try reader.string()
            case .executable: executable = try reader.string()
            case .executableReplaced: executableReplaced = try reader.bool()
            case .cpuMilliseconds: cpuMilliseconds = try reader.integer()
            case .residentBytes: residentBytes = try reader.integer()
            case .threads: threads = try reader.integer()
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(CodingKeys.pid, pid)
        writer.member(CodingKeys.startedAfterBoot, startedAfterBoot)
        writer.member(CodingKeys.uid, uid)
        writer.member(CodingKeys.user, user)
        writer.member(CodingKeys.executable, executable)
        writer.member(CodingKeys.executableReplaced, executableReplaced)
        writer.member(CodingKeys.cpuMilliseconds, cpuMilliseconds)
        writer.member(CodingKeys.residentBytes, residentBytes)
        writer.member(CodingKeys.threads, threads)
        writer.endObject()
    }
}
