import MusterModel

/// A plan in the making.
struct Draft {
    let census: Census
    let rules: Rules
    let restraints: Restraints
    let pressure: PressureVerdict
    let guards: HostGuards
    var budget: Budget
    private(set) var actions: [PlannedAction] = []
    private(set) var deferred: [Deferral] = []
    /// Guards that this decision itself found.
    var found: [Guard] = []
    /// A survey now would tell what the decision waits for.
    var wantsSurvey = false
    /// Places of nodes that an action is planned for.
    private(set) var chosen: Set<Int> = []

    var situation: Situation { census.situation }
    var policy: Policy { census.situation.target.policy }
    /// By the host's boot clock: what its agent is told that the decision rests on.
    private var surveyedAfterBoot: Int64? { situation.sample?.clock.sinceBoot }
    var now: Timestamp { census.situation.now }

    /// - Parameter order: the operator's verb that is planned; `nil` where the engine decides.
    init(_ situation: Situation, rules: Rules, order: OperatorOrder? = nil) {
        census = Census(situation)
        self.rules = rules
        restraints = Restraints(census, order: order)
        pressure = PressureVerdict(situation, rules: rules)
        guards = HostGuards(situation, overridingHolds: order?.overridesHold ?? false)
        budget = Budget(census)
    }

    mutating func putOff(
        _ verb: ActionVerb, _ view: NodeView? = nil, count: Int = 1, because: String, isMet: Bool = false
    ) {
        guard count > 0 else { return }
        deferred.append(
            Deferral(
                verb: verb, node: view.map { census.name($0) }, count: count, because: because,
                isMet: isMet ? true : nil))
    }

    /// Others were chosen in place of what was put off since: that leaves nothing undone.
    mutating func passOver(since first: Int) {
        for index in deferred.indices.dropFirst(first) {
            deferred[index].because = "another one was chosen: " + deferred[index].because
            deferred[index].isMet = true
        }
    }

    mutating func putOffName(_ verb: ActionVerb, _ name: String, because: String) {
        deferred.append(Deferral(verb: verb, node: name, because: because))
    }

    /// Plans an action on a known node, unless the node cannot be described.
    ///
    /// - Returns: whether it was planned; if not, why is among the deferred.
    @discardableResult
    mutating func act(
        _ verb: ActionVerb, on view: NodeView, cause: PlannedAction.Cause, reason: String,
        setBy: DesiredState.Setter, relief: ReliefReading? = nil, source: BinarySource? = nil, gate: HealthGate? = nil,
        purge: Bool = false, until: Timestamp? = nil
    ) -> Bool {
        let record = census.record(view)
        do throws(SpecError) {
            let spec = try NodeSpec(of: record, target: situation.target, facts: situation.facts)
            if verb == .remove, spec.storage == spec.dataDirectory {
                putOff(verb, view, because: "its directory \(spec.dataDirectory) is outside the node storage")
                return false
            }
            actions.append(
                PlannedAction(
                    verb: verb, node: spec,
                    basis: ActionBasis(of: record, facts: situation.facts, surveyedAfterBoot: surveyedAfterBoot),
                    reason: reason,
                    cause: cause, setBy: setBy, relief: relief, source: source, gate: gate, purge: purge, until: until))
        } catch {
            putOff(verb, view, because: error.message)
            return false
        }
        chosen.insert(view.index)
        budget.take(verb, disturbs: verb.disturbs && view.status.isWorking)
        return true
    }

    /// Plans a node that is not there yet.
    mutating func add(
        _ spec: NodeSpec, verb: ActionVerb = .add, source: BinarySource, cause: PlannedAction.Cause, reason: String,
        identity: String? = nil
    ) {
        actions.append(
            PlannedAction(
                verb: verb, node: spec,
                basis: ActionBasis(ofNewNodeOn: situation.facts, surveyedAfterBoot: surveyedAfterBoot), reason: reason,
                cause: cause, setBy: .operator, source: source, identity: identity))
        budget.take(verb, disturbs: false)
    }

    /// Plans the first nodes of a row that nothing restrains, `count` at most.
    ///
    /// - Returns: how many were planned.
    mutating func actOnFirst(
        _ count: Int, of views: [NodeView], verb: ActionVerb, cause: PlannedAction.Cause, reason: String,
        setBy: DesiredState.Setter, relief: ReliefReading? = nil
    ) -> Int {
        var planned = 0
        for view in views {
            guard planned < count else { break }
            if let restraint = restraints.reason(view, for: verb) {
                putOff(verb, view, because: restraint)
            } else if act(verb, on: view, cause: cause, reason: reason, setBy: setBy, relief: relief) {
                planned += 1
            }
        }
        return planned
    }
}

extension NodeStatus {
    /// Whether an action on such a node takes something away from the network.
    var isWorking: Bool {
        switch self {
        case .running, .restarting, .upgrading, .migrating, .unknown: true
        case .stopped, .removing, .disabled, .dead: false
        }
    }
}
