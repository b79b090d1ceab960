import MusterModel

/// Makes one node out of everything that shows it.
///
/// Pure. Two units are two nodes even with one data directory, and two processes on one directory stay two processes
/// of one node: both are faults that somebody must see.
struct Merge {
    private let kind: ServiceKind
    /// Where a path leads once symbolic links are followed.
    private let resolved: [String: String]
    private var groups: [NodeGroup] = []
    private var byKey: [String: [Int]] = [:]
    private var byUnit: [UnitName: Int] = [:]

    static func nodes(of kind: ServiceKind, from findings: [Finding], resolved: [String: String]) -> [NodeObservation] {
        var merge = Merge(kind: kind, resolved: resolved)
        let own = findings.filter { $0.kind == kind.name }
        merge.takeUnits(own)
        for finding in own where finding.process != nil { merge.take(finding) }
        for finding in own where finding.registry != nil { merge.take(finding) }
        for finding in own where finding.evidence == .directory { merge.take(finding) }
        return NodeNames.unique(merge.groups.map { $0.observation(kind: kind, resolved: resolved) })
    }

    private init(kind: ServiceKind, resolved: [String: String]) {
        self.kind = kind
        self.resolved = resolved
    }

    /// Each unit begins a node.
    private mutating func takeUnits(_ findings: [Finding]) {
        let processes = findings.filter { $0.process != nil }
        let byPID = Dictionary(processes.map { ($0.process?.pid, $0) }) { first, _ in first }
        let byOwner = Dictionary(processes.filter { $0.owner != nil }.map { ($0.owner, $0) }) { first, _ in first }
        for finding in findings {
            guard let unit = finding.unit, let name = finding.unitName, byUnit[name] == nil else { continue }
            let owned = unit.mainPID.flatMap { byPID[$0] } ?? byOwner[name]
            let manager = unit.managerUID.map(String.init) ?? "system"
            let key = self.key(of: finding) ?? owned.flatMap { self.key(of: $0) } ?? "unit:\(manager)/\(unit.name)"
            byUnit[name] = groups.count
            add(NodeGroup(key: key, findings: [finding]))
        }
    }

    private mutating func add(_ group: NodeGroup) {
        byKey[group.key, default: []].append(groups.count)
        groups.append(group)
    }

    private mutating func take(_ finding: Finding) {
        if let place = place(of: finding) {
            groups[place].findings.append(finding)
        } else {
            add(NodeGroup(key: key(of: finding) ?? finding.fallbackKey, findings: [finding]))
        }
    }

    /// The node that a piece of evidence belongs to.
    private func place(of finding: Finding) -> Int? {
        let key = key(of: finding)
        let same = byKey[key ?? finding.fallbackKey] ?? []
        switch finding.evidence {
        case .unit: return nil
        case .process(let process, let owner):
            if let owner, let place = byUnit[owner], belongs(process, key, to: groups[place]) { return place }
            return same.first
        case .registry:
            let named = same.first { groups[$0].name == finding.name }
            return named ?? same.first { !groups[$0].hasRegistry } ?? same.first
        case .directory: return same.first
        }
    }

    /// A unit may run several nodes of the kind; its own is the main process, or one that names the same directory.
    private func belongs(_ process: ProcessEvidence, _ key: String?, to group: NodeGroup) -> Bool {
        key == nil || key == group.key || group.unit?.mainPID == process.pid || group.key.hasPrefix("unit:")
    }

    private func key(of finding: Finding) -> String? {
        finding.fields[kind.mergeOn].map { resolved[$0.text] ?? $0.text }
    }
}

extension Finding {
    /// What stands for a missing merge value: the same in every survey, different for different nodes.
    fileprivate var fallbackKey: String {
        switch evidence {
        case .unit(let unit): "unit:\(unit.name)"
        case .registry(let registry): "registry:\(registry.path)#\(name ?? "")"
        case .process(let process, _): "process:\(process.executable ?? name ?? "")#\(StableHash.hex(of: fields))"
        case .directory: "directory:\(name ?? "")"
        }
    }
}

/// A short digest that is the same in every process, for names and keys; not for secrets.
enum StableHash {
    /// FNV-1a, 64 bits.
    static func of(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    static func hex(of fields: [String: Scalar]) -> String {
        let text = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }.joined(separator: "\n")
        return String(of(text), radix: 16)
    }
}
