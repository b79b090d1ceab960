import MusterModel

/// What forbids acting on a host, beside what the rounds above it found.
struct HostGuards {
    /// All that holds here, for the plan.
    private(set) var all: [Guard]
    /// Forbids every action.
    let forbidding: Guard?
    /// Forbids actions that rest on how many nodes there are, or on the list being whole: additions, surplus, dead.
    let uncertain: Guard?
    /// Forbids to take nodes for dead: what they lay on is another file system now.
    let storage: Guard?
    /// Forbids additions only.
    let growth: Guard?

    init(_ situation: Situation, overridingHolds: Bool = false) {
        var host: [Guard] = situation.guards.filter(\.stopsHost)
        if !overridingHolds,
            let hold = situation.holds.first(where: { $0.node == nil && $0.applies(at: situation.now) })
        {
            host.append(Guard(.hold, "\(hold.by) holds the host: \(hold.reason)"))
        }
        if let brake = situation.brakes.first(where: { $0.scope == .mass }) {
            host.append(Guard(.massChange, brake.reason))
        }
        if !overridingHolds, let hold = Self.failedUpgrade(situation) { host.append(hold) }
        host += [Self.staleness(of: situation), Self.otherMachine(situation)].compactMap { $0 }
        let nodes = situation.nodes.compactMap(Self.mismatch)
        let uncertain = Self.incompleteness(of: situation)
        let storage = Self.otherStorage(situation)
        let growth = Self.lostNodes(situation) ?? storage
        forbidding = host.first
        self.uncertain = uncertain
        self.storage = storage
        self.growth = growth ?? uncertain
        let brakes = situation.brakes.filter { $0.scope == .starts }.map { brake in
            Guard(.brake, "\(brake.by) put the brake on starts\(brake.kind.map { " of " + $0 } ?? ""): \(brake.reason)")
        }
        let passed = situation.guards.filter { !$0.stopsHost }
        all = host + [uncertain, growth].compactMap { $0 } + brakes + passed + nodes
    }

    private static func staleness(of situation: Situation) -> Guard? {
        guard let at = situation.surveyedAt else {
            return Guard(.staleEvidence, "no complete survey of the host is known: `muster survey` makes one")
        }
        guard at < situation.staleBefore else { return nil }
        return Guard(
            .staleEvidence,
            "the last complete survey is \(situation.elapsed(since: at).seconds) s old: `muster survey` makes a new one"
        )
    }

    private static func otherMachine(_ situation: Situation) -> Guard? {
        guard let adopted = situation.adoption?.machineID, let now = situation.facts.machineID, adopted != now else {
            return nil
        }
        return Guard(.machineChanged, "another machine than the adopted one answers under this name")
    }

    /// An upgrade that failed where nothing is rolled back: the host stays as it is until somebody has looked.
    private static func failedUpgrade(_ situation: Situation) -> Guard? {
        for failure in situation.failures where failure.verb == .upgrade {
            guard let node = situation.nodes.first(where: { $0.id.name == failure.node.name }),
                situation.target.policy.text(.rollback, kind: node.kind) == "never"
            else { continue }
            let text =
                "the upgrade of \(node.id.name) failed, and `rollback` of \(node.kind) is never; "
                + "`muster node clear` ends that"
            return Guard(.hold, text)
        }
        return nil
    }

    private static func incompleteness(of situation: Situation) -> Guard? {
        if situation.adoption?.machineID != nil, situation.facts.machineID == nil {
            return Guard(
                .incompleteSurvey, "the machine's id could not be read, so that it may be another than adopted")
        }
        let failed = situation.sources.first { $0.outcome == .timeout || $0.outcome == .error }
        return failed.map {
            Guard(.incompleteSurvey, "source \($0.id) of \($0.kind) was not read whole (\($0.outcome.rawValue))")
        }
    }

    /// Nodes that may still be there: their places, ports and data are not free.
    ///
    /// Those that were missing when the host was adopted anew keep theirs and hold up nothing any more.
    private static func lostNodes(_ situation: Situation) -> Guard? {
        let missing = situation.nodes.lazy.filter { node in
            guard let since = node.missingSince else { return false }
            return situation.adoption.map { since >= $0.at } ?? true
        }.map(\.id.name)
        guard let first = missing.first else { return nil }
        let count = missing.count
        return Guard(
            .missingNodes, "surveys do not show \(first)\(count > 1 ? " and \(count - 1) other known nodes" : "")")
    }

    private static func otherStorage(_ situation: Situation) -> Guard? {
        guard let adoption = situation.adoption, let sample = situation.sample else { return nil }
        for (path, recorded) in adoption.storage.sorted(by: { $0.key < $1.key }) {
            let now = sample.fileSystems.filter { path.isBelow($0.path) }.max {
                $0.path.utf8.count < $1.path.utf8.count
            }
            guard now?.path != recorded.mountPoint || now?.device != recorded.device else { continue }
            let found = now.map { "\($0.path) (\($0.device))" } ?? "no file system"
            return Guard(
                .storageChanged,
                "\(path) is on \(found) and not on \(recorded.mountPoint) (\(recorded.device)) as when it was adopted")
        }
        return nil
    }

    private static func mismatch(_ record: NodeRecord) -> Guard? {
        guard record.managed, let finding = record.addressFinding else { return nil }
        return Guard(.addressMismatch, finding, node: record.id.name)
    }
}
