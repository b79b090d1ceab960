import MusterIO
import MusterModel

/// Finds nodes in the process table.
struct ProcessSource: Sendable {
    private struct Query: Sendable {
        var kind: String
        var report: String
        var pattern: NamePattern
        var bind: [String: [FieldSource]]
    }

    private let table: ProcessTable
    private let queries: [Query]

    init(table: ProcessTable, kinds: [ServiceKind]) {
        self.table = table
        queries = kinds.flatMap { kind in
            kind.discovery.filter { $0.method == .process }.map { source in
                Query(
                    kind: kind.name, report: ReportID.plain("process", source),
                    pattern: NamePattern(source.match ?? ""),
                    bind: source.bind)
            }
        }
    }

    var isNeeded: Bool { !queries.isEmpty }

    /// Reports for when the table could not be read in time.
    func reports(_ outcome: SourceReport.Outcome, _ detail: String?) -> [SourceReport] {
        queries.map { SourceReport(kind: $0.kind, id: $0.report, outcome: outcome, uid: table.uid, detail: detail) }
    }

    /// May block.
    func look() -> SourceYield {
        let scan = table.scan { name in queries.contains { $0.pattern.match(name) != nil } }
        if let error = scan.error { return SourceYield(reports: reports(.error, error.message)) }
        let hidden = "without root the programs of other users are known by their command lines alone"
        return SourceYield(
            reports: scan.isPartial ? reports(.denied, hidden) : reports(.complete, nil),
            findings: queries.flatMap { findings($0, scan) })
    }

    private func findings(_ query: Query, _ scan: ProcessTable.Scan) -> [Finding] {
        let fitting = scan.entries.filter { query.pattern.match(Self.name($0.value)) != nil }
        return fitting.values
            .filter { fitting[$0.parent] == nil }
            .sorted { $0.evidence.pid < $1.evidence.pid }
            .map { finding($0, query) }
    }

    private func finding(_ entry: ProcessTable.Entry, _ query: Query) -> Finding {
        let name = Self.name(entry)
        let binding = FieldBinding(
            arguments: entry.arguments, number: query.pattern.match(name)?.number, stem: name,
            path: entry.evidence.executable ?? entry.arguments.program, workingDirectory: entry.workingDirectory)
        return Finding(
            source: query.report, kind: query.kind, evidence: .process(entry.evidence, owner: entry.unit),
            binding.values(of: query.bind))
    }

    private static func name(_ entry: ProcessTable.Entry) -> String {
        ProcessTable.programName(entry.evidence.executable ?? entry.arguments.program ?? "")
    }
}

/// Ids of source reports.
enum ReportID {
    /// The method's own word; a source that its kind calls otherwise adds that.
    static func plain(_ method: String, _ source: DiscoverySource) -> String {
        source.id == method ? method : "\(method):\(source.id)"
    }

    static func units(ofManager uid: UInt32?) -> String { uid.map { "unit:user:\($0)" } ?? "unit:system" }

    static func registry(_ path: String) -> String { "registry:\(path)" }
}
