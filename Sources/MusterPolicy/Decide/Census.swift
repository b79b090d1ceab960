import MusterModel

/// The nodes of a host, sorted out for a decision.
struct Census {
    let situation: Situation
    let kinds: [KindPolicy]
    /// Nodes of the host's kinds; others only count for ports.
    private(set) var nodes: [NodeView] = []
    /// Open entries by node, and how many operations of each sort are under way.
    let open: [String: LedgerEntry]
    private(set) var flights: [NodeView.Flight: Int] = [:]
    private(set) var migrating = 0
    /// The latest entry of each node that ended.
    private let latest: [String: LedgerEntry]
    private let staleBefore: Timestamp

    init(_ situation: Situation) {
        self.situation = situation
        kinds = situation.target.kinds.map { KindPolicy($0, policy: situation.target.policy) }
        open = situation.open.byNode
        latest = situation.recent.filter(\.mayHaveActed).byNode
        staleBefore = situation.staleBefore
        let places = Dictionary(kinds.enumerated().map { ($1.name, $0) }) { first, _ in first }
        nodes.reserveCapacity(situation.nodes.count)
        for index in situation.nodes.indices {
            guard let kind = places[situation.nodes[index].kind] else { continue }
            let view = view(of: situation.nodes[index], at: index, kind: kind)
            if let flight = view.flight { flights[flight, default: 0] += 1 }
            if view.status == .migrating { migrating += 1 }
            nodes.append(view)
        }
        let known = Set(situation.open.isEmpty ? [] : situation.nodes.map(\.id.name))
        for entry in situation.open where !known.contains(entry.node ?? "") {
            if let flight = entry.verb.flight { flights[flight, default: 0] += 1 }
        }
    }

    func record(_ view: NodeView) -> NodeRecord { situation.nodes[view.index] }

    func name(_ view: NodeView) -> String { situation.nodes[view.index].id.name }

    func isManaged(_ view: NodeView) -> Bool { situation.nodes[view.index].managed }

    /// The last action on the node, where no survey has looked at the node since.
    func actedSinceEvidence(on record: NodeRecord) -> LedgerEntry? {
        guard let entry = latest[record.id.name], let ended = entry.endedAt, ended > record.evidenceAt else {
            return nil
        }
        return entry
    }

    private func view(of record: NodeRecord, at index: Int, kind: Int) -> NodeView {
        let acted = latest.isEmpty ? nil : actedSinceEvidence(on: record)
        let done = acted?.state == .done ? acted?.verb : nil
        return NodeView(
            index: index, kind: kind, status: status(of: record, after: done), isGone: done == .remove,
            flight: flight(of: record), bornAt: (record.createdAt ?? record.firstSeenAt).milliseconds,
            number: record.observation.fields[NodeField.number]?.whole ?? 0)
    }

    /// The status now: what was done counts at once, what a timer or age has ended is UNKNOWN until the next survey.
    private func status(of record: NodeRecord, after done: ActionVerb?) -> NodeStatus {
        switch done {
        case .stop, .enable: return .stopped
        case .disable: return .disabled
        case .remove: return .removing
        case .add, .start, .restart, .restore: return .restarting
        case .upgrade: return .upgrading
        case .takeOver, .giveBack, nil: break
        }
        if record.desired?.goal == .disabled { return .disabled }
        if record.missingSince != nil { return .unknown }
        switch record.status {
        case .unknown, .disabled: return record.status
        case .restarting, .upgrading, .removing, .migrating:
            guard let open = record.open else { break }
            return situation.now < open.endsAt ? record.status : .unknown
        case .running, .stopped, .dead: break
        }
        return record.evidenceAt < staleBefore ? .unknown : record.status
    }

    private func flight(of record: NodeRecord) -> NodeView.Flight? {
        if !open.isEmpty, let entry = open[record.id.name] { return entry.verb.flight }
        guard let action = record.open, situation.now < action.endsAt else { return nil }
        let hasArrived = record.status == .running && record.evidenceAt > action.since
        return hasArrived && (action.verb == .start || action.verb == .restart) ? nil : action.verb.flight
    }
}

extension LedgerEntry {
    /// Whether the node may be another than before; a stale basis says that it is.
    fileprivate var mayHaveActed: Bool {
        switch state {
        case .done, .failed, .stale, .unknown: true
        case .refused, .cancelled, .intended, .sent: false
        }
    }
}

extension [LedgerEntry] {
    /// The first entry of each node: with the newest first, its latest.
    fileprivate var byNode: [String: LedgerEntry] {
        var entries: [String: LedgerEntry] = [:]
        for entry in self {
            guard let node = entry.node, entries[node] == nil else { continue }
            entries[node] = entry
        }
        return entries
    }
}

extension Situation {
    /// Evidence that was received before this says nothing about now: two intervals of surveys.
    var staleBefore: Timestamp {
        now.advanced(by: .zero - target.policy.duration(.surveyInterval) * 2)
    }

    /// Milliseconds from `earlier` until now.
    func elapsed(since earlier: Timestamp) -> Int64 {
        let (difference, overflow) = now.milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return overflow ? .max : difference
    }
}
