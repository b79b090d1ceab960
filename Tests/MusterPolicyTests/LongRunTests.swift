import MusterModel
import TestSupport
import Testing

@testable import MusterPolicy

/// A host lived through in steps of five seconds: what the engine does has its effect, and the next decision sees it.
struct LongRunTests {
    /// A host whose nodes use processors, beside a load of others that changes.
    private struct World {
        var nodes: [NodeRecord] = []
        var recent: [LedgerEntry] = []
        var window = PressureWindow()
        var moment = now
        var others = 10.0
        let perNode: Double
        let policy: [String: Scalar]

        var cpu: Double { min(100, others + perNode * Double(nodes.count { $0.status == .running })) }

        mutating func step(_ ordinal: Int64) -> Plan {
            moment = now.advanced(by: .seconds(5 * ordinal))
            for index in nodes.indices {
                nodes[index].evidenceAt = moment
                nodes[index].observation.metrics["cpu"] = .real(nodes[index].status == .running ? perNode : 0)
            }
            var situation = Situation.host(nodes, policy, levels: Levels(cpu: cpu))
            (situation.now, situation.surveyedAt, situation.recent) = (moment, moment, recent)
            window.add(
                Levels(cpu: cpu).sample(at: 1_000_000 + 5000 * ordinal), at: moment, of: situation.target)
            situation.pressure = window.state(of: situation.target, storage: ["/var/antctl/services"])
            let plan = decide(situation)
            for action in plan.actions { apply(action) }
            return plan
        }

        private mutating func apply(_ action: PlannedAction) {
            var entry = LedgerEntry.done(action.verb, action.node.name, action.cause, ago: 0, reason: action.reason)
            (entry.intendedAt, entry.endedAt) = (moment, moment)
            recent.insert(entry, at: 0)
            let index = nodes.firstIndex { $0.id.name == action.node.name }
            switch action.verb {
            case .add:
                var record = NodeRecord.made(Int(action.node.number ?? 0))
                record.id.name = action.node.name
                record.createdAt = moment
                nodes.append(record)
            case .remove: index.map { _ = nodes.remove(at: $0) }
            case .stop: index.map { set($0, .stopped, by: action.setBy) }
            default: index.map { set($0, .running, by: action.setBy) }
            }
        }

        private mutating func set(_ index: Int, _ status: NodeStatus, by setter: DesiredState.Setter) {
            nodes[index].status = status
            nodes[index].observation = NodeRecord.made(1, status).observation
            nodes[index].observation.name = nodes[index].id.name
            nodes[index].desired = DesiredState(
                goal: status == .running ? .running : .stopped, setBy: setter, since: moment, reason: "engine")
        }
    }

    private let policy: [String: Scalar] = ["node_cap": .integer(8)]

    @Test
    func aQuietHostGrowsToItsCapAndThenNothingHappens() {
        var world = World(perNode: 2, policy: policy)
        var lastAction: Int64 = 0
        for step in Int64(0)..<1000 where !world.step(step).actions.isEmpty { lastAction = step }
        #expect(world.nodes.count == 8)
        #expect(lastAction < 20, "\(lastAction)")
    }

    @Test
    func aHostThatIsTooSmallSettlesBelowItsCap() {
        var world = World(perNode: 9, policy: policy)
        var actions = 0
        for step in Int64(0)..<2000 { actions += world.step(step).actions.count }
        #expect((5...7).contains(world.nodes.count { $0.status == .running }))
        #expect(actions <= 10, "it never settles")
    }

    @Test(arguments: 1...3)
    func oppositeActionsAreFarApartHoweverTheLoadMoves(seed: Int) {
        var dice = Dice(seed: UInt64(seed))
        var world = World(perNode: 5, policy: policy)
        var lastStart: Int64?
        var lastStop: Int64?
        for step in Int64(0)..<2000 {
            if step % 60 == 0 { world.others = dice.level(0...60) }
            let before = world.nodes.count
            for action in world.step(step).actions {
                if action.verb == .stop {
                    if let lastStart { #expect(5 * (step - lastStart) >= 600, "seed \(seed), step \(step)") }
                    lastStop = step
                } else {
                    if let lastStop { #expect(5 * (step - lastStop) >= 600, "seed \(seed), step \(step)") }
                    lastStart = step
                }
            }
            #expect(world.nodes.count <= 8 && world.nodes.count >= before, "seed \(seed), step \(step)")
        }
        #expect(lastStop != nil && lastStart != nil)
    }

    @Test
    func nodesOfARecoveredHostComeBack() {
        var world = World(perNode: 8, policy: policy)
        for step in Int64(0)..<200 { _ = world.step(step) }
        let before = world.nodes.count { $0.status == .running }
        world.others = 40
        for step in Int64(200)..<500 { _ = world.step(step) }
        #expect(world.nodes.count { $0.status == .running } < before)
        world.others = 0
        for step in Int64(500)..<1500 { _ = world.step(step) }
        #expect(world.nodes.count { $0.status == .running } >= before)
        #expect(world.recent.allSatisfy { $0.verb != .remove })
    }
}
