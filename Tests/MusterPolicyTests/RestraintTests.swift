import MusterModel
import Testing

@testable import MusterPolicy

/// What keeps a node from being chosen, and what the plan says about it.
struct RestraintTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let words: String
        let change: @Sendable (inout Situation) -> Void

        init(_ name: String, says words: String, _ change: @escaping @Sendable (inout Situation) -> Void) {
            (testDescription, self.words, self.change) = (name, words, change)
        }
    }

    private static let youngest = "antnode3"

    @Test(arguments: [
        Case("a guard of its own", says: "a guard forbids it") {
            $0.guards = [Guard(.openOutcome, "its end is not known", node: youngest)]
        },
        Case("a hold", says: "ann holds it: mine") {
            $0.holds = [Hold(host: host, node: youngest, reason: "mine", by: "ann", since: start)]
        },
        Case("three failures", says: "needs a human") {
            $0.failures = [failure(3)]
        },
        Case("a recent failure", says: "tried again in") { $0.failures = [failure(1)] },
        Case("no survey since the last action", says: "no survey has looked at it") {
            $0.recent = [.done(.upgrade, youngest, .outdated, ago: -5, state: .failed)]
        },
        Case("an action since the last survey, and a refused one after it", says: "no survey has looked at it") {
            $0.recent = [
                .done(.start, youngest, .operator, ago: -9, state: .refused),
                .done(.upgrade, youngest, .outdated, ago: -5, state: .failed),
            ]
        },
        Case("another address than its unit's", says: "different rewards addresses") {
            $0.nodes[2].observation.disagreements = [
                Disagreement(field: "rewards_address", values: ["unit": "0xA", "process": "0xB"])
            ]
        },
        Case("another address than the recorded one", says: "0xB, and 0xA is recorded") {
            $0.nodes[2].recordedAddress = "0xA"
            $0.nodes[2].observation.fields["rewards_address"] = .text("0xB")
        },
        Case("no data directory", says: "data_dir of antnode3 is not known") {
            $0.nodes[2].observation.fields["data_dir"] = nil
            $0.nodes[2].observation.directory = nil
        },
    ])
    func theNextYoungestIsStoppedInstead(_ c: Case) {
        var situation = Situation.host(.running(1...3), levels: Levels(cpu: 90))
        c.change(&situation)
        let plan = decide(situation)
        #expect(plan.words == ["stop antnode2"], "\(plan.reasons)")
        #expect(plan.reasons.contains(c.words), "\(plan.reasons)")
    }

    @Test
    func missingNodesHoldUpAdditionsUntilTheHostIsAdoptedAnew() {
        var situation = Situation.host([.made(1), .made(2)], ["node_cap": .integer(5)])
        situation.nodes[0].missingSince = start
        #expect(decide(situation).reasons.contains("surveys do not show antnode1"))
        situation.adoption?.at = start.advanced(by: .seconds(1))
        // It keeps its number and ports, and its place under the cap.
        #expect(decide(situation).words == ["add antnode0003"])
        situation.target.policy.host["node_cap"] = .integer(2)
        #expect(decide(situation).actions.isEmpty)
    }

    @Test
    func aSurveyThatIsNotWholeStopsWhatRestsOnTheListAndNothingElse() {
        let failed = SourceReport(kind: "antnode", id: "registry:/r", outcome: .error, uid: 0)
        let plan = decide(.host(.running(1...3), levels: Levels(cpu: 90)).changed { $0.sources = [failed] })
        #expect(plan.words == ["stop antnode3"])
        #expect(Set(plan.guards.map(\.kind)) == [.incompleteSurvey])
        #expect(plan.guards.allSatisfy { !$0.stopsHost })
    }

    private static func failure(_ count: Int) -> NodeFailure {
        NodeFailure(
            node: NodeID(host: host, name: youngest), verb: .stop, count: count, lastAt: now, message: "no bus")
    }

    @Test(arguments: [
        ("a source that timed out", "was not read whole"), ("missing", "do not show antnode1"),
        ("another disk", "is on /var (8:1) and not on"), ("not adopted", "the host is not adopted"),
        ("no address", "no `rewards_address` is written"), ("no binary", "no binary is known"),
        ("no root", "needs an agent that is root"), ("antctl", "antctl+user cannot be made"),
    ])
    func nothingIsAddedWhere(_ name: String, words: String) {
        var situation = Situation.host([.made(1)])
        switch name {
        case "a source that timed out":
            situation.sources = [SourceReport(kind: "antnode", id: "process", outcome: .timeout, uid: 0)]
        case "missing": situation.nodes[0].missingSince = start
        case "another disk":
            situation.adoption?.storage = ["/var/antctl": StorageIdentity(mountPoint: "/var", device: "8:2")]
        case "not adopted": situation.adoption = nil
        case "no address": situation.target.policy.host["rewards_address"] = nil
        case "no binary": situation.binaries = [:]
        case "no root":
            situation.facts = .ant
            situation.target.policy.host["process_manager"] = .text("systemd+sudo")
        default: situation.target.policy.host["process_manager"] = .text("antctl+user")
        }
        let plan = decide(situation)
        #expect(plan.actions.isEmpty)
        #expect(plan.reasons.contains(words), "\(plan.reasons)")
    }

    @Test
    func aNodeWhoseActionHasNoKnownEndIsNotChosen() {
        let open = LedgerEntry.done(.upgrade, Self.youngest, .outdated, ago: 9, state: .unknown)
        let busy = Situation.host(.running(1...3), levels: Levels(cpu: 90)).changed { $0.open = [open] }
        #expect(decide(busy).words == ["stop antnode2"])
        let over = Situation.host(.running(1...3), ["node_cap": .integer(2)]).changed { $0.open = [open] }
        #expect(decide(over).actions.isEmpty)
        #expect(decide(over).reasons.contains("the host's `max_concurrent_operations` is 1"))
    }

    @Test
    func aMachineWhoseIdCannotBeReadIsNotTakenForTheAdoptedOne() {
        let situation = Situation.host([.made(1), .made(2, .dead)]).changed { $0.facts.machineID = nil }
        let plan = decide(situation)
        #expect(plan.actions.isEmpty && plan.guards.map(\.kind) == [.incompleteSurvey])
        #expect(decide(situation.changed { $0.adoption?.machineID = nil }).words == ["remove antnode2"])
    }

    /// Started and stopped through its owner, never brought to another version, never taken away.
    @Test(arguments: [(ActionVerb.upgrade, false), (.remove, false), (.stop, true), (.restart, true), (.disable, true)])
    func aNodeOfAntctlsRegistryIsOnlyStartedAndStopped(verb: ActionVerb, isDone: Bool) {
        let node = NodeRecord.made(1).changed {
            $0.observation.registry = RegistryEvidence(path: "/r", status: nil, schema: nil)
        }
        var order = OperatorOrder(verb: verb, choice: .named(["antnode1"]), reason: "said so")
        order.version = ReleaseVersion("0.4.17")
        let plan = operatorPlan(order, on: .host([node]))
        #expect(plan.words == (isDone ? ["\(verb.rawValue) antnode1"] : []))
        if !isDone { #expect(plan.reasons.contains("antctl's registry")) }
        let policy: [String: Scalar] = [
            "enable_upgrade": .text("true"), "target_version": .text("0.4.17"), "node_cap": .integer(0),
        ]
        #expect(decide(.host([node], policy)).actions.isEmpty)
    }

    @Test
    func beforeTheFirstSampleNothingIsRelievedAndNothingStarted() {
        let busy = Situation.host(.running(1...3), levels: Levels(cpu: 99, memory: 99))
        #expect(decide(busy).words == ["stop antnode3"])
        #expect(decide(busy.changed { $0.pressure = PressureState() }).actions.isEmpty)
        let quiet = decide(Situation.host([.relieved(1)]).changed { $0.pressure = PressureState() })
        #expect(quiet.actions.isEmpty && quiet.reasons.contains("disk is not known"))
    }

    @Test
    func theBrakeHoldsStartsAndNothingElse() {
        let brake = Brake(scope: .starts, kind: "antnode", reason: "release", by: "ann", since: start)
        let quiet = decide(Situation.host([.made(1), .relieved(2)]).changed { $0.brakes = [brake] })
        #expect(quiet.actions.isEmpty)
        #expect(quiet.guards.map(\.kind) == [.brake])
        let busy = Situation.host(.running(1...3), levels: Levels(cpu: 90)).changed { $0.brakes = [brake] }
        #expect(decide(busy).words == ["stop antnode3"])
    }

    @Test
    func limitsAboveTheHostsAreObeyedButAtAHardFloor() {
        let spent = Allowance(starts: 0, disturbances: 0, because: "3 of 20 nodes of hetzner are disturbed already")
        let large = [NodeRecord].running(1...3).map { node in
            node.changed { $0.observation.processes[0].residentBytes = 30_000 }
        }
        func plan(_ levels: Levels) -> Plan {
            decide(Situation.host(large, levels: levels).changed { $0.allowance = spent })
        }
        #expect(plan(Levels(cpu: 90)).actions.isEmpty)
        #expect(plan(Levels(cpu: 90)).reasons.contains("3 of 20 nodes"))
        #expect(plan(Levels(memory: 98)).words == ["stop antnode3"])
        #expect(plan(Levels()).actions.isEmpty)
    }

    /// Not the node that is being upgraded, although it is the youngest, and not only when the upgrade has ended.
    @Test
    func anUpgradeOnTheHostKeepsNoReliefWaiting() {
        let upgrade = LedgerEntry.done(.upgrade, "antnode3", .outdated, ago: 20, state: .sent)
        let plan = decide(
            .host(.running(1...3), levels: Levels(cpu: 90)).changed {
                $0.open = [upgrade]
                $0.allowance = Allowance(starts: 0, disturbances: 0, because: "1 of 3 nodes is disturbed already")
            })
        #expect(plan.words == ["stop antnode2"], "\(plan.reasons)")
    }
}
