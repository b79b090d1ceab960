import MusterModel

/// One piece of evidence of a node, from one source.
struct Finding: Hashable, Sendable {
    enum Evidence: Hashable, Sendable {
        case unit(UnitEvidence)
        case registry(RegistryEvidence)
        /// `owner`: the unit in whose control group the process runs.
        case process(ProcessEvidence, owner: UnitName?)
        case directory
    }

    /// Id of the source's report.
    var source: String
    var kind: String
    var evidence: Evidence
    var fields: [String: Scalar]

    /// The name that the source gives the node.
    var name: String?

    /// Takes the name out of the bound values.
    init(source: String, kind: String, evidence: Evidence, _ values: [String: Scalar]) {
        self.source = source
        self.kind = kind
        self.evidence = evidence
        fields = values
        name = fields.removeValue(forKey: NodeField.name)?.text
    }
}

/// A unit and whose manager has it: what tells units of one name apart.
struct UnitName: Hashable, Sendable {
    /// `nil` for the system manager.
    var managerUID: UInt32?
    var name: String
}

extension Finding {
    var unit: UnitEvidence? {
        if case .unit(let unit) = evidence { unit } else { nil }
    }

    var unitName: UnitName? { unit.map { UnitName(managerUID: $0.managerUID, name: $0.name) } }

    var registry: RegistryEvidence? {
        if case .registry(let registry) = evidence { registry } else { nil }
    }

    var process: ProcessEvidence? {
        if case .process(let process, _) = evidence { process } else { nil }
    }

    var owner: UnitName? {
        if case .process(_, let owner) = evidence { owner } else { nil }
    }
}

/// What a source yields: its reports, and what it found.
struct SourceYield: Sendable {
    var reports: [SourceReport] = []
    var findings: [Finding] = []

    static func + (left: Self, right: Self) -> Self {
        SourceYield(reports: left.reports + right.reports, findings: left.findings + right.findings)
    }
}
