import GRDB
import MusterModel

/// Reads ``HostState`` values without their nodes.
struct HostRows {
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// States in the order of their names, and where in it each host id is.
    func states(retired: Bool) throws -> (list: [HostState], index: [Int64: Int]) {
        var list: [HostState] = []
        var index: [Int64: Int] = [:]
        let rows = try Row.fetchCursor(
            db, sql: Self.select + (retired ? "" : " WHERE h.retired_at IS NULL") + " ORDER BY h.name")
        while let row = try rows.next() {
            var reader = RowReader(row, table: "host")
            index[reader.integer()] = list.count
            list.append(try state(&reader))
        }
        for (host, group) in try pairs("host_group", "name, ''") {
            if let place = index[host] { list[place].groups.append(group.0) }
        }
        for (host, label) in try pairs("host_label", "name, value") {
            if let place = index[host] { list[place].labels[label.0] = label.1 }
        }
        return (list, index)
    }

    private func pairs(_ table: String, _ columns: String) throws -> [(Int64, (String, String))] {
        try Row.fetchAll(db, sql: "SELECT host_id, \(columns) FROM \(table) ORDER BY host_id, name").map {
            ($0[0], ($0[1], $0[2]))
        }
    }

    private func state(_ row: inout RowReader) throws -> HostState {
        var state = HostState(name: try row.hostName(), isRetired: row.flag())
        state.contact = try contact(&row)
        state.agent = agent(&row)
        state.surveyed = try surveyed(&row)
        return state
    }

    private func contact(_ row: inout RowReader) throws -> HostContact? {
        let at = row.time()
        let outcome = try row.word(OutcomeKind.self)
        let (step, message, fix) = (row.optionalText(), row.optionalText(), row.optionalText())
        let (reached, address) = (row.time(), row.optionalText())
        guard let at, let outcome else { return nil }
        let failure = message.map { HostFailure(step: step ?? "", message: $0, fix: fix) }
        return HostContact(at: at, outcome: outcome, failure: failure, lastReachedAt: reached, address: address)
    }

    private func agent(_ row: inout RowReader) -> AgentRecord? {
        let version = row.optionalText()
        let (sha256, size, architecture, path) = (row.text(), row.integer(), row.text(), row.text())
        guard let contact = row.time(), let version else { return nil }
        return AgentRecord(
            version: version, sha256: sha256, size: size, architecture: architecture, path: path, lastContact: contact)
    }

    private func surveyed(_ row: inout RowReader) throws -> SurveyedHost? {
        guard let at = row.time() else { return nil }
        let isComplete = row.flag()
        let facts = try row.json(HostFacts.self)
        var levels = HostLevels()
        levels.cpu = row.next(Double.self)
        levels.ioWait = row.next(Double.self)
        levels.memory = row.next(Double.self)
        levels.memoryTotal = row.next(Int64.self).map { UInt64(clamping: $0) }
        levels.swap = row.next(Double.self)
        levels.load1 = row.next(Double.self)
        levels.load5 = row.next(Double.self)
        levels.load15 = row.next(Double.self)
        levels.disk = row.next(Double.self)
        levels.diskPath = row.optionalText()
        levels.uptimeMilliseconds = row.next(Int64.self)
        var surveyed = SurveyedHost(at: at, isComplete: isComplete, facts: facts, levels: levels)
        surveyed.foreign = try row.optionalJSON([ForeignManager].self)
        return surveyed
    }

    private static let select = """
        SELECT h.id, h.name, h.retired_at IS NOT NULL,
            h.contact_at, h.outcome, h.failure_step, h.failure_message, h.failure_fix, h.reached_at, h.address,
            a.version, a.sha256, a.size, a.architecture, a.path, a.contact_at,
            c.surveyed_at, c.complete, c.facts, c.cpu, c.io_wait, c.memory, c.memory_total, c.swap,
            c.load1, c.load5, c.load15, c.disk, c.disk_path, c.uptime, c.foreign_managers
        FROM host h LEFT JOIN agent a ON a.host_id = h.id LEFT JOIN host_current c ON c.host_id = h.id
        """
}
