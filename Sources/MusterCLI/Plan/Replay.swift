import MusterFleet
import MusterModel
import MusterPolicy
import MusterReports
import MusterStore

/// Runs the engine over what the store holds of the past: what it would have done, had it decided then with today's
/// settings.
struct Replay {
    let store: Store
    let reader: SituationReader
    let span: Duration
    let now: Timestamp

    func report(of targets: [HostTarget]) async throws -> ReplayReport {
        let start = now.advanced(by: .zero - span)
        var hosts: [ReplayReport.Host] = []
        for situation in try await reader.situations(of: targets, at: now) {
            let name = situation.target.name
            let samples = try await store.samples(of: name, since: start)
            let begin = samples.first?.at ?? start
            let history = try await store.nodeHistory(of: name, since: begin)
            var rehearsal = Rehearsal(situation, past: NodePast(history, from: begin), after: history.actions, begin)
            let gaps = rehearsal.gaps(in: samples.map(\.at), from: start, until: now)
            for stored in samples { rehearsal.decide(on: stored.sample, at: stored.at) }
            hosts.append(
                ReplayReport.Host(
                    host: name, samples: samples.count, from: samples.first?.at, until: samples.last?.at,
                    steps: rehearsal.steps, doubtful: rehearsal.past.doubtful, usesFrom: rehearsal.past.usesFrom,
                    gaps: gaps))
        }
        return ReplayReport(hosts)
    }
}

/// One host played through: every decision is taken as carried out at once and well, until what really happened to the
/// node takes its place.
struct Rehearsal {
    private var situation: Situation
    private(set) var past: NodePast
    private let storage: [String]
    /// What was decided, and when.
    private(set) var steps: [(at: Timestamp, action: PlannedAction)] = []

    /// - Parameter actions: what was really done, of which what was over at `start` is remembered.
    init(_ situation: Situation, past: NodePast, after actions: [LedgerEntry] = [], _ start: Timestamp) {
        self.situation = situation
        self.past = past
        storage = nodeStorage(of: situation.target, facts: situation.facts, nodes: past.nodes)
        // What holds the host now did not hold it then.
        self.situation.open = []
        self.situation.recent = actions.filter { ($0.endedAt ?? start) < start }.reversed()
        self.situation.failures = []
        self.situation.holds = []
        self.situation.brakes = []
        self.situation.guards = []
        self.situation.quarantined = []
        self.situation.allowance = .unlimited
        self.situation.nodes = past.nodes
    }

    /// Stretches of the time without samples: nothing would have been decided there.
    func gaps(in times: [Timestamp], from start: Timestamp, until end: Timestamp) -> [ReplayReport.Gap] {
        let longest = situation.target.policy.duration(.surveyInterval) * 2
        return zip([start] + times, times + [end]).compactMap { from, until in
            until.since(from) > longest ? ReplayReport.Gap(from: from, until: until) : nil
        }
    }

    mutating func decide(on sample: Sample, at: Timestamp) {
        past.advance(&situation.nodes, to: at)
        situation.now = at
        // What nodes used counts where it was noted then; else before the window of pressure, where it proves nothing.
        let window = situation.target.policy.duration(.pressureWindow) + .seconds(1)
        let surveyed = max(at.advanced(by: .zero - window), past.usedAt ?? at.advanced(by: .zero - window))
        situation.surveyedAt = surveyed
        situation.sample = sample
        situation.pressure = PressureState(lasting: sample, receivedAt: at, storage: storage)
        for index in situation.nodes.indices { situation.nodes[index].evidenceAt = surveyed }
        for action in MusterPolicy.decide(situation).actions { carryOut(action, at: at) }
    }

    private mutating func carryOut(_ action: PlannedAction, at: Timestamp) {
        steps.append((at, action))
        note(action, at: at)
        let index = situation.nodes.firstIndex { $0.id.name == action.node.name }
        switch action.verb {
        case .remove: if let index { situation.nodes.remove(at: index) }
        case .add, .restore: situation.nodes.append(made(action, at: at))
        case .stop, .disable:
            if let index {
                situation.nodes[index].status = .stopped
                situation.nodes[index].observation.processes = []
                situation.nodes[index].desired = DesiredState(
                    goal: .stopped, setBy: action.setBy, since: at, reason: action.reason)
            }
        case .start, .restart, .upgrade, .enable:
            if let index {
                situation.nodes[index].status = .running
                situation.nodes[index].desired = DesiredState(
                    goal: .running, setBy: action.setBy, since: at, reason: action.reason)
                let version =
                    action.source?.version ?? situation.target.policy.text(.targetVersion, kind: action.node.kind)
                if action.verb == .upgrade, let version {
                    situation.nodes[index].observation.fields[NodeField.version] = .text(version)
                }
            }
        case .takeOver, .giveBack: break
        }
    }

    private func made(_ action: PlannedAction, at: Timestamp) -> NodeRecord {
        var observation = NodeObservation(
            kind: action.node.kind, name: action.node.name, key: action.node.dataDirectory)
        observation.fields[NodeField.number] = action.node.number.map { .integer($0) }
        observation.fields[NodeField.dataDirectory] = .text(action.node.dataDirectory)
        observation.fields[NodeField.binary] = .text(action.node.binary)
        for claim in action.node.ports { observation.fields[claim.field] = .integer(Int64(claim.port)) }
        return NodeRecord(
            id: NodeID(host: situation.target.name, name: action.node.name), kind: action.node.kind,
            key: action.node.dataDirectory, status: .running, evidenceAt: at, firstSeenAt: at, createdAt: at,
            managed: true, observation: observation)
    }

    private mutating func note(_ action: PlannedAction, at: Timestamp) {
        let digits = String(steps.count)
        guard let id = ActionID(String(repeating: "0", count: 32 - digits.count) + digits) else { return }
        var request = ActionRequest(id: id, verb: action.verb, node: action.node, basis: action.basis)
        request.source = action.source
        situation.recent.insert(
            LedgerEntry(
                id: id, runID: "replay", host: situation.target.name, node: action.node.name, verb: action.verb,
                request: request, cause: action.cause, reason: action.reason, relief: action.relief, by: "replay",
                intendedAt: at,
                sentAt: at, endedAt: at, state: .done), at: 0)
        if situation.recent.count > 200 { situation.recent.removeLast() }
    }
}
