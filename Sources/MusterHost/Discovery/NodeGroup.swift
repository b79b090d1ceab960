import MusterModel

/// The evidence that belongs to one node.
struct NodeGroup {
    var key: String
    var findings: [Finding]

    var unit: UnitEvidence? { findings.lazy.compactMap(\.unit).first }
    var hasRegistry: Bool { findings.contains { $0.registry != nil } }

    /// A unit knows best what its node is called, a process least.
    var name: String? {
        findings.sorted { $0.nameRank < $1.nameRank }.lazy.compactMap(\.name).first
    }

    func observation(kind: ServiceKind, resolved: [String: String]) -> NodeObservation {
        var node = NodeObservation(kind: kind.name, name: NodeNames.plain(name ?? lastOfKey, or: kind.name), key: key)
        let ranked = findings.sorted { $0.fieldRank < $1.fieldRank }
        for finding in ranked { node.fields.merge(finding.fields) { first, _ in first } }
        if kind.mergeOn == NodeField.dataDirectory, key.hasPrefix("/") { node.fields[kind.mergeOn] = .text(key) }
        node.unit = unit
        node.registry = findings.lazy.compactMap(\.registry).first
        node.processes = findings.compactMap(\.process).sorted { $0.order < $1.order }
        if node.fields[NodeField.user] == nil {
            node.fields[NodeField.user] = (node.processes.first?.user ?? node.unit?.user).map(Scalar.text)
        }
        node.seenBy = findings.map(\.source).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        node.disagreements = Disagreements.among(ranked, resolved: resolved)
        return node
    }

    private var lastOfKey: String { key.hasPrefix("/") ? HostPath.lastComponent(key) : "" }
}

extension Finding {
    /// What runs outranks what was written down for it.
    fileprivate var fieldRank: Int {
        switch evidence {
        case .process: 0
        case .unit: 1
        case .registry: 2
        case .directory: 3
        }
    }

    fileprivate var nameRank: Int { fieldRank == 0 ? 4 : fieldRank }
}

extension ProcessEvidence {
    fileprivate var order: (Int64, Int32) { (startedAfterBoot, pid) }
}

/// Finds fields that sources name differently.
enum Disagreements {
    static func among(_ findings: [Finding], resolved: [String: String]) -> [Disagreement] {
        var values: [String: [String: String]] = [:]
        for finding in findings {
            for (field, value) in finding.fields where values[field]?[finding.source] == nil {
                values[field, default: [:]][finding.source] = value.text
            }
        }
        return values.filter { field, named in
            Set(named.values).count > 1 && Set(named.values.map { comparable($0, field, resolved) }).count > 1
        }.map { Disagreement(field: $0.key, values: $0.value) }.sorted { $0.field < $1.field }
    }

    /// Addresses differ by case alone, paths by symbolic links; a program is often started through a link.
    private static func comparable(_ value: String, _ field: String, _ resolved: [String: String]) -> String {
        if field == NodeField.binary { return HostPath.lastComponent(value) }
        return (resolved[value] ?? value).lowercased()
    }
}
