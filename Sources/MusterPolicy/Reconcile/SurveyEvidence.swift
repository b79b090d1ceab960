import MusterModel

/// What one survey may be believed about, beside the nodes that it names.
struct SurveyEvidence {
    let survey: Survey
    private let outcomes: [String: SourceReport]

    init(_ survey: Survey) {
        self.survey = survey
        var outcomes: [String: SourceReport] = [:]
        for report in survey.sources { outcomes[report.kind + "\n" + report.id] = report }
        self.outcomes = outcomes
    }

    /// Whether a source was looked at whole, with at least the rights of `uid`.
    ///
    /// A registry or systemd that is no longer there says as little as one that could not be read: what it showed
    /// before may live on elsewhere.
    func isComplete(_ id: String, kind: String, rightsOf uid: UInt32) -> Bool {
        guard let report = outcomes[kind + "\n" + id], report.outcome == .complete else { return false }
        return report.uid == 0 || report.uid == uid
    }

    /// Whether the process table was seen whole, so that no process found means that none runs.
    func sawAllProcesses(kind: String) -> Bool { sawProcesses(kind: kind, as: [.complete]) }

    /// Whether the process table was looked through, the programs of others by their command lines alone.
    func sawProcesses(kind: String) -> Bool { sawProcesses(kind: kind, as: [.complete, .denied]) }

    private func sawProcesses(kind: String, as outcomes: Set<SourceReport.Outcome>) -> Bool {
        let reports = survey.sources.filter { $0.kind == kind && ($0.id == "process" || $0.id.hasPrefix("process:")) }
        return !reports.isEmpty && reports.allSatisfy { outcomes.contains($0.outcome) }
    }

    /// Whether the manager that owns `unit` answered in full.
    func sawUnit(_ unit: UnitEvidence, kind: String) -> Bool {
        guard unit.activeState != nil else { return false }
        let id = unit.managerUID.map { "unit:user:\($0)" } ?? "unit:system"
        return outcomes[kind + "\n" + id]?.outcome == .complete
    }

    /// Whether the file system that held a node's data is mounted where it was.
    func isMounted(_ storage: StorageIdentity) -> Bool {
        survey.sample.fileSystems.contains { $0.path == storage.mountPoint && $0.device == storage.device }
    }
}
