import MusterModel
import Testing

@testable import MusterPolicy

struct OperatorTests {
    private func order(
        _ verb: ActionVerb, _ choice: OperatorOrder.Choice, _ change: (inout OperatorOrder) -> Void = { _ in }
    ) -> OperatorOrder {
        var order = OperatorOrder(verb: verb, choice: choice, reason: "maintenance")
        change(&order)
        return order
    }

    private let mixed: [NodeRecord] = [
        .made(1), .made(2), .made(3, .stopped, desired: .stopped), .made(4, .stopped, desired: .disabled), .made(5),
        .made(6, managed: false), .made(7, .unknown),
    ]

    @Test(arguments: [
        (ActionVerb.stop, OperatorOrder.Choice.count(2, .youngest), ["antnode5", "antnode2"]),
        (.stop, .count(2, .oldest), ["antnode1", "antnode2"]),
        (.stop, .all, ["antnode5", "antnode2", "antnode1"]),
        (.start, .all, ["antnode3"]),
        (.restart, .count(1, .oldest), ["antnode1"]),
        (.remove, .count(2, .youngest), ["antnode5", "antnode3"]),
        (.enable, .named(["antnode4"]), ["antnode4"]), (.remove, .named(["antnode4"]), ["antnode4"]),
        (.add, .count(2, .oldest), ["antnode0008", "antnode0009"]),
        (.stop, .named(["antnode2", "antnode1", "antnode2"]), ["antnode2", "antnode1"]),
    ])
    func aVerbChooses(verb: ActionVerb, choice: OperatorOrder.Choice, names: [String]) {
        let plan = operatorPlan(order(verb, choice), on: .host(mixed))
        #expect(plan.actions.map(\.node.name) == names, "\(plan.reasons)")
        #expect(plan.actions.allSatisfy { $0.cause == .operator && $0.setBy == .operator })
    }

    @Test(arguments: [
        (ActionVerb.stop, "antnode6", "it is observed only"), (.stop, "antnode7", "nothing certain is known"),
        (.start, "antnode4", "it is disabled"), (.start, "antnode1", "it is RUNNING"),
        (.stop, "antnode3", "it is stopped already"), (.stop, "nobody", "no node of that name"),
        (.enable, "antnode1", "it is not disabled"), (.upgrade, "antnode3", "it is STOPPED"),
    ])
    func aVerbRefuses(verb: ActionVerb, name: String, words: String) {
        let plan = operatorPlan(order(verb, .named([name])), on: .host(mixed))
        #expect(plan.actions.isEmpty)
        #expect(plan.deferred.map(\.node) == [name])
        #expect(plan.reasons.contains(words), "\(plan.reasons)")
    }

    /// What is so already leaves nothing undone.
    @Test(arguments: [
        (ActionVerb.start, "antnode1", true), (.start, "antnode4", false), (.stop, "antnode3", true),
        (.stop, "antnode6", false), (.stop, "antnode7", false), (.enable, "antnode1", true),
        (.disable, "antnode4", true), (.start, "nobody", false),
    ])
    func whatIsSoAlreadyIsMet(verb: ActionVerb, name: String, isMet: Bool) {
        let mixed = mixed.map { record in
            var record = record
            if record.desired?.goal == .stopped { record.desired?.setBy = .operator }
            return record
        }
        let plan = operatorPlan(order(verb, .named([name])), on: .host(mixed))
        #expect(plan.actions.isEmpty)
        #expect(plan.deferred.map { $0.isMet == true } == [isMet], "\(plan.deferred)")
    }

    @Test
    func aStartWithAQuarantinedProgramNeedsAWord() {
        let situation = Situation.host([.made(1, .stopped)]).changed {
            $0.quarantined = ["bad"]
            $0.programs = ["antnode1": PlacedProgram(hash: "bad", version: "0.4.16")]
        }
        var start = order(.start, .named(["antnode1"]))
        #expect(
            operatorPlan(start, on: situation).reasons == "its program bad failed a health gate and is under quarantine"
        )
        start.again = true
        #expect(operatorPlan(start, on: situation).words == ["start antnode1"])
    }

    @Test(arguments: [ActionVerb.start, .stop, .restart, .upgrade, .remove, .disable])
    func aNodeThatEarnsForAnotherAddressIsLeftAloneAlsoByItsName(verb: ActionVerb) {
        let node = NodeRecord.made(1, verb == .start ? .stopped : .running).changed {
            $0.recordedAddress = wallet
            $0.observation.fields["rewards_address"] = .text("0xBad")
        }
        var order = order(verb, .named(["antnode1"]))
        order.version = ReleaseVersion("0.4.17")
        let plan = operatorPlan(order, on: .host([node]))
        #expect(plan.actions.isEmpty)
        #expect(plan.deferred.map(\.because) == ["it shows the rewards address 0xBad, and \(wallet) is recorded"])
        #expect(plan.guards.map(\.kind) == [.addressMismatch])
        #expect(plan.guards.allSatisfy { !$0.stopsHost })
    }

    @Test
    func fewerThanAskedForAreSaidSo() {
        let plan = operatorPlan(order(.stop, .count(9, .youngest)), on: .host(mixed))
        #expect(plan.actions.count == 3)
        // One of four is refused by name, five are not there.
        #expect(plan.deferred.contains { $0.node == "antnode7" })
        #expect(
            plan.deferred.contains { $0.count == 5 && $0.because.hasPrefix("only 4 nodes are there to choose from: ") })
        let none = operatorPlan(order(.stop, .count(1, .youngest)), on: .host([.made(1, managed: false)]))
        #expect(
            none.deferred.map(\.because) == [
                "no managed node is there to choose: 1 observed only, `muster adopt` makes them managed"
            ])
        let disabling = operatorPlan(order(.disable, .count(1, .youngest)), on: .host(mixed))
        #expect(disabling.actions.isEmpty && disabling.reasons.contains("must be named"))
    }

    /// The number was asked for, and it is reached.
    @Test(arguments: [(2, true), (3, true), (4, false)])
    func nodesPassedOverLeaveNothingUndoneWhereTheNumberIsReached(count: Int, isReached: Bool) {
        let plan = operatorPlan(order(.stop, .count(count, .youngest)), on: .host(mixed))
        #expect(plan.actions.count == min(count, 3))
        #expect(plan.deferred.map(\.node) == ["antnode7"])
        #expect(plan.deferred.allSatisfy { $0.isMet == true } == isReached)
        #expect(plan.reasons.hasPrefix(isReached ? "another one was chosen: nothing certain" : "nothing certain"))
    }

    /// The name of a key in the archive, and the node that it becomes again.
    @Test(arguments: [
        ("antnode0005-1795273579-5589d42d", ["antnode0005"]), ("antnode0003-1795273579-5589d42d", ["antnode0004"]),
        ("antnode5-1795273579-5589d42d", ["antnode0004"]), ("5589d42d", ["antnode0004"]),
        ("antnode0099999-1-5", ["antnode0004"]), ("antnode99999-1-5", ["antnode0004"]),
    ])
    func aRestoredNodeGetsItsOwnNumberWhereThatIsFree(identity: String, names: [String]) {
        // The highest number that was ever used is spared by additions.
        let situation = Situation.host(.running(1...3)).changed { $0.takenNumbers = ["antnode": [5]] }
        let restore = order(.restore, .count(1, .oldest)) { $0.identity = identity }
        #expect(operatorPlan(restore, on: situation).actions.map(\.node.name) == names)
        let added = order(.add, .count(2, .oldest)) { $0.identity = identity }
        #expect(operatorPlan(added, on: situation).words == ["add antnode0004", "add antnode0006"])
        let numbered = situation.changed { $0.target.kinds[0].launch?.reusesNumbers = false }
        #expect(operatorPlan(restore, on: numbered).actions.map(\.node.name) == ["antnode0006"])
    }

    @Test
    func holdsAreObeyedUnlessOverridden() {
        let held = Situation.host(.running(1...3)).changed {
            $0.holds = [Hold(host: host, reason: "disk swap", by: "bob", since: start)]
        }
        let refused = operatorPlan(order(.stop, .all), on: held)
        #expect(refused.actions.isEmpty)
        #expect(refused.guards.map(\.kind) == [.hold])
        #expect(operatorPlan(order(.stop, .all) { $0.overridesHold = true }, on: held).actions.count == 3)
    }

    @Test
    func foreignManagersAndStaleEvidenceForbidVerbsToo() {
        let foreign = Situation.host(.running(1...3)).changed { $0.guards = [Guard(.foreignManager, "anm is alive")] }
        #expect(operatorPlan(order(.stop, .all), on: foreign).actions.isEmpty)
        let stale = Situation.host(.running(1...3)).changed { $0.surveyedAt = start }
        #expect(operatorPlan(order(.stop, .all), on: stale).actions.isEmpty)
    }

    @Test
    func anUpgradeTakesWhatIsBelowAndRefusesTheQuarantined() {
        let nodes: [NodeRecord] = [.made(1, version: "0.4.15"), .made(2, version: "0.4.17"), .made(3, version: nil)]
        let situation = Situation.host(nodes)
        let wanted = order(.upgrade, .all) { $0.version = ReleaseVersion("0.4.17") }
        #expect(operatorPlan(wanted, on: situation).words == ["upgrade antnode1", "upgrade antnode3"])
        let bad = situation.changed { $0.quarantined = ["ab"] }
        #expect(operatorPlan(wanted, on: bad).reasons.contains("quarantined"))
        let again = order(.upgrade, .all) { ($0.version, $0.again) = (ReleaseVersion("0.4.17"), true) }
        #expect(operatorPlan(again, on: bad).actions.count == 2)
    }

    @Test
    func aDowngradeIsDoneOnRequestOnly() {
        let source = BinarySource(path: "/old", sha256: "cd", version: "0.4.10")
        let situation = Situation.host(.running(1...2))
        #expect(operatorPlan(order(.upgrade, .all) { $0.source = source }, on: situation).actions.isEmpty)
        let asked = order(.upgrade, .all) {
            $0.source = source
            $0.source?.allowsDowngrade = true
        }
        #expect(operatorPlan(asked, on: situation).actions.map(\.source?.version) == ["0.4.10", "0.4.10"])
    }

    @Test
    func nodesBeyondAWrittenCapAreNotAdded() {
        let plan = operatorPlan(order(.add, .count(3, .oldest)), on: .host(.running(1...4), ["node_cap": .integer(5)]))
        #expect(plan.words == ["add antnode0005"])
        #expect(plan.reasons.contains("`node_cap` of antnode is 5"))
    }

    /// Somebody else started it since.
    @Test
    func aDisabledNodeThatRunsIsDisabledAnew() {
        let node = NodeRecord.made(1, desired: .disabled)
        #expect(operatorPlan(order(.disable, .named(["antnode1"])), on: .host([node])).words == ["disable antnode1"])
        #expect(operatorPlan(order(.stop, .all), on: .host([node])).actions.isEmpty)
    }

    @Test
    func aStopOfAStoppedNodeTellsTheEngineToLeaveIt() {
        let plan = operatorPlan(order(.stop, .named(["antnode1"])), on: .host([.relieved(1)]))
        #expect(plan.words == ["stop antnode1"])
    }

    @Test
    func adoptionTakesWhatIsCertain() {
        var crowded = NodeRecord.made(5, desired: nil, managed: false)
        crowded.observation.processes += crowded.observation.processes
        let nodes: [NodeRecord] = [
            .made(1, desired: nil, managed: false), .made(2, .stopped, desired: nil, managed: false), .made(3),
            .made(4, .unknown, desired: nil, managed: false), crowded, .made(6, .stopped, desired: nil, managed: false),
        ]
        let situation = Situation.host(nodes).changed { $0.adoption?.machineID = "another" }
        let plan = adoptionPlan(names: nil, on: situation, disabled: ["antnode6"])
        #expect(plan.nodes.map(\.node.name) == ["antnode1", "antnode2", "antnode6"])
        #expect(plan.nodes.map(\.desired?.goal) == [.running, nil, .disabled])
        #expect(plan.refused.map(\.node) == ["antnode4", "antnode5"])
        #expect(plan.storage == ["/var/antctl/services": StorageIdentity(mountPoint: "/var", device: "8:1")])
        #expect(plan.guards.isEmpty)
        let anm = ForeignManager(name: "anm", path: "/etc/cron.d/anm", line: 1, text: "* * * * * root anm")
        let foreign = situation.changed { $0.guards = [Guard(.foreignManager, "anm is alive")] }
        #expect(adoptionPlan(names: ["antnode1", "antnode9"], on: foreign).guards.map(\.kind) == [.foreignManager])
        let taken = adoptionPlan(names: ["antnode1", "antnode9"], on: foreign, foreign: [anm])
        #expect(taken.guards.isEmpty && taken.nodes.count == 1 && taken.refused.map(\.node) == ["antnode9"])
        // A cron line can be taken away, another controller cannot.
        let muster = ForeignManager(name: "muster", path: "/var/tmp/muster/lease-0", line: 1, text: "eve@lair watch")
        let refused = adoptionPlan(names: nil, on: foreign, foreign: [anm, muster])
        #expect(refused.guards.map(\.kind) == [.foreignManager] && refused.foreign.isEmpty)
    }
}
