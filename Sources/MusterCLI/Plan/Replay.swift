import MusterFleet
import MusterModel
import MusterPolicy
import MusterReports
import MusterStore

/// Runs the engine over stored samples: what it would have done, had it decided then with today's nodes and settings.
struct Replay {
    let store: Store
    let reader: SituationReader
    let span: Duration
    let now: Timestamp

    func report(of targets: [HostTarget]) async throws -> ReplayReport {
        let start = now.advanced(by: .zero - span)
        var hosts: [ReplayReport.Host] = []
        for situation in try await reader.situations(of: targets, at: now) {
            let samples = try await store.samples(of: situation.target.name, since: start)
            var rehearsal = Rehearsal(situation)
            for stored in samples { rehearsal.decide(on: stored.sample, at: stored.at) }
            hosts.append(
                ReplayReport.Host(
                    host: situation.target.name, samples: samples.count, from: samples.first?.at,
                    until: samples.last?.at, steps: rehearsal.steps))
        }
        return ReplayReport(hosts)
    }
}

/// One host played through: every decision is taken as carried out at once and well.
struct Rehearsal {
    private var situation: Situation
    private let storage: [String]
    /// What was decided, and when.
    private(set) var steps: [(at: Timestamp, action: PlannedAction)] = []

    init(_ situation: Situation) {
        self.situation = situation
        storage = nodeStorage(of: situation.target, facts: situation.facts, nodes: situation.nodes)
        // What holds the host now did not hold it then.
        self.situation.open = []
        self.situation.recent = []
        self.situation.failures = []
        self.situation.holds = []
        self.situation.brakes = []
        self.situation.guards = []
        self.situation.allowance = .unlimited
        for index in self.situation.nodes.indices { self.situation.nodes[index].open = nil }
    }

    mutating func decide(on sample: Sample, at: Timestamp) {
        situation.now = at
        // Before the window of pressure: what nodes use today is no evidence of what they used then.
        let surveyed = at.advanced(by: .zero - situation.target.policy.duration(.pressureWindow) - .seconds(1))
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
