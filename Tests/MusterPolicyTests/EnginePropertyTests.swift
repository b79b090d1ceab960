import MusterModel
import TestSupport
import Testing

@testable import MusterPolicy

/// What must hold of any decision about any host; a failure names the seed that rolls it again.
struct EnginePropertyTests {
    private static let trials = 1500

    private func forAnyHost(
        _ base: UInt64, _ check: (Situation, Plan, Comment) throws -> Void
    ) rethrows {
        for trial in 0..<UInt64(Self.trials) {
            var dice = Dice(seed: base << 32 | trial)
            let situation = Situation.random(&dice)
            try check(situation, decide(situation), "seed \(base << 32 | trial)")
        }
    }

    @Test
    func someHostsGetEverySortOfAction() {
        var seen: Set<ActionVerb> = []
        forAnyHost(1) { _, plan, _ in seen.formUnion(plan.actions.map(\.verb)) }
        #expect(seen == [.add, .start, .stop, .upgrade, .remove])
    }

    @Test
    func equalSituationsGetEqualPlans() {
        forAnyHost(2) { situation, plan, seed in #expect(decide(situation) == plan, seed) }
    }

    @Test
    func onlyManagedNodesWithCertainEvidenceAreActedOn() {
        forAnyHost(3) { situation, plan, seed in
            for action in plan.actions where action.verb != .add {
                let record = situation.nodes.first { $0.id.name == action.node.name }
                #expect(record?.managed == true, seed)
                #expect(record?.missingSince == nil && record?.status != .unknown, seed)
                #expect(record.map { $0.evidenceAt >= situation.staleBefore } == true, seed)
                #expect(record?.desired?.goal != .disabled, seed)
                #expect(!situation.open.contains { $0.node == action.node.name }, seed)
                #expect(!situation.holds.contains { $0.node == action.node.name }, seed)
                #expect(!situation.failures.contains { $0.node.name == action.node.name && $0.needsHuman }, seed)
            }
        }
    }

    @Test
    func nothingIsDoneOnAHostThatIsHeldForeignOrUnknown() {
        forAnyHost(4) { situation, plan, seed in
            let isForbidden =
                !situation.guards.isEmpty || situation.surveyedAt != now
                || situation.holds.contains { $0.node == nil } || situation.brakes.contains { $0.scope == .mass }
                || situation.adoption?.machineID == "another"
            if isForbidden { #expect(plan.actions.isEmpty, seed) }
            if isForbidden { #expect(!plan.guards.isEmpty, seed) }
        }
    }

    @Test
    func neverAboveTheCapByItsOwnDoing() {
        forAnyHost(5) { situation, plan, seed in
            for kind in situation.target.kinds {
                let cap = Int(situation.target.policy.whole(.nodeCap, kind: kind.name) ?? 0)
                let added = plan.actions.count { $0.verb == .add && $0.node.kind == kind.name }
                let here = situation.nodes.count { record in
                    let wasRemoved = situation.recent.first { $0.node == record.id.name }.map {
                        $0.verb == .remove && ($0.endedAt ?? start) > record.evidenceAt
                    }
                    return record.kind == kind.name && wasRemoved != true
                }
                if added > 0 { #expect(here + added <= cap, seed) }
                let started = plan.actions.count { $0.verb == .start && $0.node.kind == kind.name }
                let running = situation.nodes.count { $0.kind == kind.name && $0.status == .running }
                if started > 0 { #expect(running + started <= cap, seed) }
            }
        }
    }

    /// Stores list what they hold in one order or another.
    @Test
    func theOrderOfNodesAndRestraintsChangesNothing() {
        forAnyHost(11) { situation, plan, seed in
            let turned = situation.changed {
                $0.nodes.reverse()
                $0.holds.reverse()
                $0.failures.reverse()
            }
            let again = decide(turned)
            #expect(again.actions == plan.actions, seed)
            #expect(Set(again.guards.map(\.kind)) == Set(plan.guards.map(\.kind)), seed)
        }
    }

    @Test
    func neverMoreOperationsThanAllowed() {
        forAnyHost(6) { situation, plan, seed in
            let policy = situation.target.policy
            let flights = Census(situation).flights
            for (flight, key) in [
                (NodeView.Flight.start, PolicyKey.maxConcurrentStarts), (.upgrade, .maxConcurrentUpgrades),
                (.removal, .maxConcurrentRemovals),
            ] {
                let planned = plan.actions.count { $0.verb.flight == flight }
                if planned > 0 { #expect(planned + flights[flight, default: 0] <= Int(policy.whole(key) ?? 0), seed) }
            }
            let others = plan.actions.count { !$0.isRelief }
            let most = Int(policy.whole(.maxConcurrentOperations) ?? 0)
            if others > 0 { #expect(others + flights.values.reduce(0, +) <= most, seed) }
            #expect(plan.actions.count { $0.verb.starts } <= situation.allowance.starts, seed)
            let isFloor = plan.actions.contains { $0.isRelief && !$0.reason.contains(" for ") }
            if !isFloor {
                let disturbed = plan.actions.count { action in
                    action.verb.disturbs
                        && situation.nodes.contains { $0.id.name == action.node.name && $0.status.isWorking }
                }
                // Relief does not wait for upgrades that prove themselves.
                let counted = disturbed - (flights[.upgrade] ?? 0)
                #expect(counted <= situation.allowance.disturbances, seed)
            }
        }
    }

    @Test
    func removalsNeverExceedTheSurplus() {
        forAnyHost(7) { situation, plan, seed in
            for kind in situation.target.kinds {
                let removed = plan.actions.count { $0.cause == .surplus && $0.node.kind == kind.name }
                let policy = situation.target.policy
                let certain = situation.nodes.count {
                    $0.kind == kind.name && $0.status != .dead && $0.missingSince == nil
                        && $0.desired?.goal != .disabled
                }
                if removed == 0 { continue }
                #expect(policy.written(.nodeCap, kind: kind.name) != nil, seed)
                #expect(removed <= certain - Int(policy.whole(.nodeCap, kind: kind.name) ?? 0), seed)
            }
        }
    }

    @Test
    func nothingIsRemovedWhereAStopSuffices() {
        forAnyHost(8) { situation, plan, seed in
            for action in plan.actions where action.verb == .remove {
                #expect([.dead, .surplus, .disk].contains(action.cause), seed)
                guard action.cause == .disk else { continue }
                #expect(situation.pressure.readings[.disk].map { $0.mean > 80 } == true, seed)
                let kind = action.node.kind
                let relief = situation.target.policy.written(.relief, kind: kind)?.text
                #expect(relief == "remove" || relief == nil, seed)
            }
            let isNever = situation.target.policy.text(.relief) == "never"
            if isNever { #expect(!plan.actions.contains { $0.isRelief }, seed) }
        }
    }

    @Test
    func nothingIsStartedAndTakenAwayAtOnce() {
        forAnyHost(9) { _, plan, seed in
            let takesAway = plan.actions.contains { ($0.verb == .stop || $0.verb == .remove) && $0.cause != .dead }
            if takesAway { #expect(!plan.actions.contains { $0.verb.starts }, seed) }
            #expect(Set(plan.actions.map(\.node.name)).count == plan.actions.count, seed)
        }
    }

    @Test
    func newNodesTakeNoNamePortOrAddressOfOthers() {
        forAnyHost(10) { situation, plan, seed in
            let taken = situation.nodes.flatMap { node in
                ["node_port", "metrics_port"].compactMap { node.observation.fields[$0]?.whole }
            }
            let added = plan.actions.filter { $0.verb == .add }.map(\.node)
            let ports = added.flatMap(\.ports).map { Int64($0.port) }
            #expect(Set(ports).isDisjoint(with: taken) && Set(ports).count == ports.count, seed)
            #expect(added.allSatisfy { $0.kind == "other" || $0.rewardsAddress?.lowercased() == wallet }, seed)
        }
    }
}

extension PlannedAction {
    fileprivate var isRelief: Bool { setBy == .pressure && (verb == .stop || verb == .remove) }
}
