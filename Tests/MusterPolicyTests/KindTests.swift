import MusterModel
import Testing

@testable import MusterPolicy

/// Several kinds on one host: one plan, and one answer to one pressure.
struct KindTests {
    private func situation(_ kinds: [String: [String: Scalar]], levels: Levels = Levels(cpu: 90)) -> Situation {
        let nodes = [NodeRecord].running(1...3) + (4...6).map { .made($0, kind: "other", base: 100) }
        return Situation.host(nodes, levels: levels, kinds: [.antnode, .other]).changed {
            $0.target.policy.kinds = kinds
            $0.target.policy.host["max_concurrent_removals"] = .integer(3)
        }
    }

    @Test
    func theLowerPriorityGivesWayFirst() {
        #expect(decide(situation([:])).words == ["stop other6"])
        let first: [String: [String: Scalar]] = ["antnode": ["relief_priority": .integer(10)]]
        #expect(decide(situation(first)).words == ["stop antnode3"])
    }

    @Test
    func aKindThatNeverGivesWayIsSpared() {
        let spared: [String: [String: Scalar]] = ["other": ["relief": .text("never")]]
        #expect(decide(situation(spared)).words == ["stop antnode3"])
        let all: [String: [String: Scalar]] = [
            "other": ["relief": .text("never")], "antnode": ["relief": .text("never")],
        ]
        #expect(decide(situation(all)).actions.isEmpty)
    }

    @Test
    func capsAreTheKindsOwn() {
        let caps: [String: [String: Scalar]] = [
            "antnode": ["node_cap": .integer(2)], "other": ["node_cap": .integer(1)],
        ]
        #expect(
            Set(decide(situation(caps, levels: Levels())).words.prefix(3)) == ["remove antnode3"],
            "one operation at a time")
        let wide = situation(caps, levels: Levels()).changed {
            $0.target.policy.host["max_concurrent_operations"] = .integer(3)
        }
        #expect(decide(wide).words == ["remove antnode3", "remove other6", "remove other5"])
    }

    @Test
    func asManyGoAsThePressureNeeds() {
        let weighed = situation([:], levels: Levels(cpu: 90)).changed { situation in
            for index in situation.nodes.indices { situation.nodes[index].observation.metrics["cpu"] = .real(13) }
        }
        #expect(decide(weighed).words == ["stop other6", "stop other5"])
    }

    @Test
    func aSurveyIsWantedWhereTheLastOneIsOlderThanThePressure() {
        let old = situation([:]).changed {
            $0.surveyedAt = now.advanced(by: .seconds(-16))
            $0.surveysOnDemand = true
            $0.pressure.readings[.cpu]?.longLow = nil
        }
        #expect(decide(old).actions.isEmpty && decide(old).wantsSurvey)
        let fresh = old.changed { $0.surveyedAt = now.advanced(by: .seconds(-15)) }
        #expect(decide(fresh).words == ["stop other6"] && !decide(fresh).wantsSurvey)
        let waited = old.changed { $0.pressure.readings[.cpu]?.longLow = 90 }
        #expect(decide(waited).words == ["stop other6"])
        let alone = old.changed { $0.surveysOnDemand = false }
        #expect(decide(alone).words == ["stop other6"])
    }

    @Test
    func anUpgradeGoesFromTheOldestOnAndTheUnwellLast() {
        let policy: [String: Scalar] = [
            "enable_upgrade": .text("true"), "target_version": .text("0.4.17"), "upgrade_hold": .integer(30),
            "min_peers": .integer(7), "max_concurrent_upgrades": .integer(9), "max_concurrent_operations": .integer(9),
        ]
        let unwell = NodeRecord.made(1).changed { $0.health = .notAnswering }
        let looping = NodeRecord.made(2, .restarting).changed { $0.health = .crashLoop }
        let plan = decide(
            .host([unwell, looping, .made(3), .made(4, version: "0.4.17"), .made(5, version: nil)], policy))
        let upgrades = plan.actions.filter { $0.verb == .upgrade }
        #expect(upgrades.map(\.node.name) == ["antnode3", "antnode1", "antnode2"])
        #expect(upgrades.map(\.gate?.judges) == [true, false, false])
        #expect(upgrades[0].gate?.minPeers == 7)
        #expect(upgrades[0].gate?.holdFor == 30_000)
        #expect(upgrades[0].source?.version == "0.4.17")
        #expect(upgrades[0].reason == "0.4.16 is below 0.4.17")
    }

    @Test
    func aFailedUpgradeWithoutARollbackHoldsTheHost() {
        let policy: [String: Scalar] = [
            "enable_upgrade": .text("true"), "target_version": .text("0.4.17"), "rollback": .text("never"),
        ]
        let failure = NodeFailure(
            node: NodeID(host: host, name: "antnode1"), verb: .upgrade, binary: "cd", count: 1, lastAt: start,
            message: "no peers")
        let nodes = [NodeRecord].running(1...2) + [.relieved(3)]
        let held = Situation.host(nodes, policy).changed { $0.failures = [failure] }
        #expect(decide(held).actions.isEmpty)
        #expect(decide(held).guards.map(\.kind) == [.hold])
        #expect(decide(held).reasons.contains("`muster node clear` ends that"))
        var order = OperatorOrder(verb: .stop, choice: .named(["antnode2"]), reason: "look")
        #expect(operatorPlan(order, on: held).actions.isEmpty)
        order.overridesHold = true
        #expect(operatorPlan(order, on: held).words == ["stop antnode2"])
        // Of a kind that is rolled back, the failure is the node's own.
        let other = held.changed {
            $0.target.policy.host["rollback"] = nil
            $0.target.policy.kinds["other"] = ["rollback": .text("never")]
        }
        #expect(decide(other).words == ["upgrade antnode1"])
    }
}
