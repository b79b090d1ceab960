import MusterModel
import MusterPolicy
import MusterStore

/// A host's nodes as the store can tell them at moments of the past, one moment after the other.
///
/// Surveys noticed when a node's status changed, the ledger knows what was done: between two of these nothing changed. A
/// node of which neither tells how it stood is UNKNOWN until one of them does.
struct NodePast {
    /// What changed, and when.
    private enum Change {
        case appeared(NodeStatus), status(NodeStatus), missing, gone
        case version(String)
        case done(LedgerEntry)
        case use(NodeUse)
    }

    private struct Mark {
        let at: Timestamp
        let node: String
        let change: Change
        /// How the node stood until then, where that was noted too.
        var before: NodeStatus?

        /// How the node stands from then on; `nil` where that does not say.
        var status: NodeStatus? {
            switch change {
            case .appeared(let status), .status(let status): status
            case .missing: .unknown
            case .done(let entry): entry.verb.leaves
            case .gone, .version, .use: nil
            }
        }
    }

    /// What is there at the beginning.
    private(set) var nodes: [NodeRecord] = []
    /// Nodes of which it is not known how they stood at the beginning.
    private(set) var doubtful: [String] = []
    /// When use of nodes was first, and last, noted until now.
    let usesFrom: Timestamp?
    private(set) var usedAt: Timestamp?
    private let known: [String: NodeRecord]
    private var marks: [Mark]
    private var next = 0

    init(_ history: NodeHistory, from start: Timestamp) {
        usesFrom = history.uses.first?.at
        known = Dictionary(history.nodes.map { ($0.record.id.name, $0.record) }) { first, _ in first }
        marks = history.events.compactMap(Self.mark)
        marks += history.actions.compactMap { entry in
            guard let at = entry.endedAt, let node = entry.node else { return nil }
            return Mark(at: at, node: node, change: .done(entry))
        }
        marks += history.uses.map { Mark(at: $0.at, node: $0.node, change: .use($0)) }
        marks.sort { ($0.at, $0.node) < ($1.at, $1.node) }
        let later = Dictionary(grouping: marks.filter { $0.at >= start }, by: \.node)
        let earlier = Dictionary(grouping: marks.filter { $0.at < start }, by: \.node)
        for (record, goneAt) in history.nodes {
            guard record.firstSeenAt < start, goneAt.map({ $0 >= start }) ?? true else { continue }
            let name = record.id.name
            let status = Self.status(before: later[name] ?? [], after: earlier[name] ?? [], now: record, goneAt)
            if status == nil { doubtful.append(name) }
            var node = record.standing(status ?? .unknown)
            node.managed = record.managed || history.actions.contains { $0.node == name }
            let first = history.actions.first { $0.node == name && ($0.endedAt ?? start) >= start }
            if let first { node.desired = first.wishBefore }
            nodes.append(node)
        }
        marks.removeAll { $0.at < start }
    }

    /// Brings nodes from the moment of the last call to `at`; what really happened takes the place of what was supposed.
    mutating func advance(_ nodes: inout [NodeRecord], to at: Timestamp) {
        while next < marks.count, marks[next].at <= at {
            apply(marks[next], to: &nodes)
            next += 1
        }
    }

    private mutating func apply(_ mark: Mark, to nodes: inout [NodeRecord]) {
        if case .use = mark.change { usedAt = mark.at }
        guard let index = nodes.firstIndex(where: { $0.id.name == mark.node }) else {
            switch mark.change {
            case .appeared(let status): meet(mark.node, status, &nodes)
            case .done(let entry) where entry.verb == .add || entry.verb == .restore: meet(mark.node, .running, &nodes)
            default: break
            }
            return
        }
        switch mark.change {
        case .appeared(let status), .status(let status): nodes[index] = nodes[index].standing(status)
        case .missing: nodes[index] = nodes[index].standing(.unknown)
        case .gone: nodes.remove(at: index)
        case .version(let text): nodes[index].observation.fields[NodeField.version] = .text(text)
        case .done(let entry):
            if entry.verb == .remove { nodes.remove(at: index) } else { nodes[index] = nodes[index].after(entry) }
        case .use(let use): nodes[index].take(use)
        }
    }

    private func meet(_ name: String, _ status: NodeStatus, _ nodes: inout [NodeRecord]) {
        guard let record = known[name] else { return }
        nodes.append(record.standing(status))
    }

    private static func mark(_ event: FleetEvent) -> Mark? {
        guard let node = event.node, let change = change(event) else { return nil }
        let before = event.before.flatMap { NodeStatus(rawValue: $0) }
        return Mark(at: event.at, node: node, change: change, before: before)
    }

    private static func change(_ event: FleetEvent) -> Change? {
        let status = event.after.flatMap { NodeStatus(rawValue: $0) }
        return switch event.kind {
        case .nodeAppeared: status.map { .appeared($0) }
        case .statusChanged: status.map { .status($0) }
        case .nodeMissing: .missing
        case .nodeGone: .gone
        case .versionChanged: event.after.map { .version($0) }
        case .nodeReturned, .peerChanged, .addressChanged, .nodeRestarted, .hostRebooted, .machineChanged: nil
        }
    }

    /// How a node stood at the beginning: by what happened last before, else by what the first change since says, else as
    /// it stands now.
    private static func status(
        before later: [Mark], after earlier: [Mark], now record: NodeRecord, _ goneAt: Timestamp?
    ) -> NodeStatus? {
        if let status = earlier.reversed().lazy.compactMap(\.status).first { return status }
        if let first = later.first(where: { $0.status != nil }) { return first.before }
        return goneAt == nil ? record.lastKnownStatus ?? record.status : nil
    }
}

extension ActionVerb {
    /// What a node shows after it was done; `nil` where that says nothing.
    fileprivate var leaves: NodeStatus? {
        switch self {
        case .add, .start, .restart, .restore, .upgrade: .running
        case .stop, .enable: .stopped
        case .disable: .disabled
        case .remove, .takeOver, .giveBack: nil
        }
    }
}

extension NodeRecord {
    /// The same with another status and nothing on its way.
    fileprivate func standing(_ status: NodeStatus) -> NodeRecord {
        var node = self
        node.status = status
        node.health = status == .running ? .answering : nil
        node.missingSince = nil
        node.open = nil
        node.startMoves = 0
        if status != .running { node.observation.processes = [] }
        return node
    }

    fileprivate func after(_ entry: LedgerEntry) -> NodeRecord {
        guard let status = entry.verb.leaves else { return self }
        var node = standing(status)
        if case .become(let wish) = entry.effect(
            of: ActionReport(id: entry.id, ending: .done), at: entry.endedAt ?? entry.intendedAt
        ).wish {
            node.desired = wish
        }
        if entry.verb == .upgrade, let version = entry.report?.facts[ActionFact.version] {
            node.observation.fields[NodeField.version] = version
        }
        return node
    }

    fileprivate mutating func take(_ use: NodeUse) {
        guard status == .running else { return }
        observation.metrics[NodeMetric.cpu.rawValue] = use.cpu.map { .real($0) }
        guard let bytes = use.residentBytes else { return }
        if observation.processes.isEmpty {
            observation.processes = [
                ProcessEvidence(
                    pid: 0, startedAfterBoot: 0, uid: 0, user: nil, executable: nil, executableReplaced: false,
                    cpuMilliseconds: 0, residentBytes: bytes, threads: 1)
            ]
        }
        observation.processes[0].residentBytes = bytes
    }
}
