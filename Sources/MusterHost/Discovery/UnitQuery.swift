import MusterModel

/// The units that all kinds together look for.
struct UnitQuery: Sendable {
    struct Part: Sendable {
        var kind: String
        var pattern: NamePattern
        var bind: [String: [FieldSource]]
    }

    let parts: [Part]
    /// Kinds with a unit source that names no unit.
    let nameless: [String]

    init(_ kinds: [ServiceKind]) {
        let sources = kinds.flatMap { kind in
            kind.discovery.filter { $0.method == .systemdUnit }.map { (kind.name, $0) }
        }
        parts = sources.compactMap { kind, source in
            source.match.map { Part(kind: kind, pattern: NamePattern($0), bind: source.bind) }
        }
        nameless = sources.filter { $0.1.match == nil }.map(\.0)
    }

    var patterns: [NamePattern] { parts.map(\.pattern).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }

    /// The same report for each kind that looks for units, each kind once.
    func reports(
        _ manager: UInt32?, _ outcome: SourceReport.Outcome, uid: UInt32, _ detail: String? = nil
    ) -> [SourceReport] {
        let kinds = parts.map(\.kind).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return kinds.map {
            SourceReport(kind: $0, id: ReportID.units(ofManager: manager), outcome: outcome, uid: uid, detail: detail)
        }
    }

    /// What a unit is to each kind that its name fits.
    func findings(
        _ unit: UnitEvidence, command: ArgumentVector?, environment: [String: String], workingDirectory: String?
    ) -> [Finding] {
        parts.compactMap { part in
            guard let match = part.pattern.match(unit.name) else { return nil }
            let stem = unit.name.hasSuffix(".service") ? String(unit.name.dropLast(".service".count)) : unit.name
            let binding = FieldBinding(
                arguments: command, environment: environment, number: match.number, stem: stem,
                path: command?.program, workingDirectory: workingDirectory)
            return Finding(
                source: ReportID.units(ofManager: unit.managerUID), kind: part.kind, evidence: .unit(unit),
                binding.values(of: part.bind))
        }
    }
}
