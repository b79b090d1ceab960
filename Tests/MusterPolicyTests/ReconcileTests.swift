import MusterModel
import Testing

@testable import MusterPolicy

struct ReconcileTests {
    private func outcome(_ memory: HostMemory, _ survey: Survey, minute: Int = 9) -> Reconciliation {
        reconcile(memory, with: survey, of: host, at: start.advanced(by: .seconds(60 * minute)))
    }

    @Test
    func theAddressOfTheFirstSightStaysTheRecordedOne() throws {
        let first = Survey.whole(.node().with("rewards_address", "0xAb"))
        let shouted = first.nodes.map { $0.with("rewards_address", "0xaB") }
        let other = Survey.whole(.node().with("rewards_address", "0xCd"))
        var memory = HostMemory.after(.whole(.node()), first)
        #expect(memory.nodes.map(\.recordedAddress) == ["0xAb"])
        memory = memory.after(.whole(shouted[0]), minute: 3)
        #expect(memory.nodes.map(\.strangeAddress) == [nil])
        memory = memory.after(other, minute: 4)
        #expect(memory.nodes.map(\.recordedAddress) == ["0xAb"])
        #expect(memory.nodes.map(\.strangeAddress) == ["0xCd"])
    }

    @Test
    func aNodeThatNoCompleteSourceShowsIsGone() {
        let result = outcome(.after(.whole(.node(1), .node(2))), .whole(.node(1)))
        #expect(result.nodes.map(\.id.name) == ["antnode1"])
        #expect(result.gone == [NodeID(host: host, name: "antnode2")])
        #expect(result.events.map(\.kind) == [.nodeGone])
        let stopped = outcome(.after(.whole(.node())), .whole(.node(unit: "inactive", pid: nil)))
        #expect(stopped.events.map(\.kind) == [.statusChanged])
        #expect(stopped.events.map(\.before) == ["RUNNING"] && stopped.events.map(\.after) == ["STOPPED"])
    }

    @Test(arguments: [
        ("half a survey of units", Survey.whole().with("unit:system", .timeout)),
        ("processes hidden", .whole().with("process", .denied)),
        ("systemd no longer there", .whole().with("unit:system", .notPresent)),
        ("without root after root", .whole(uid: 1000)),
        ("its disk not mounted", .whole().unmounted()),
        ("another machine", .whole().onMachine("machine-2")),
    ])
    func aNodeThatMayStillBeThereIsUnknown(_ name: String, survey: Survey) throws {
        let result = outcome(.after(.whole(.node())), survey)
        let node = try #require(result.nodes.first, "\(name)")
        #expect(node.status == .unknown)
        #expect(node.lastKnownStatus == .running)
        #expect(node.missingSince != nil)
        #expect(result.gone.isEmpty)
        #expect(result.events.contains { $0.kind == .nodeMissing })
    }

    @Test
    func aManagedNodeNeverLeavesByItself() {
        var memory = HostMemory.after(.whole(.node()))
        memory.nodes[0].managed = true
        let result = outcome(memory, .whole())
        #expect(result.gone.isEmpty)
        #expect(result.nodes.first?.missingSince != nil)
    }

    @Test
    func aPartialSurveyTouchesOnlyWhatItNames() {
        let memory = HostMemory.after(.whole(.node(1), .node(2)))
        let result = outcome(memory, Survey.whole(.node(1, probe: .timeout)).partial())
        #expect(result.nodes.first?.health == .notAnswering)
        #expect(result.nodes.last == memory.nodes.last)
    }

    @Test
    func anEqualRightSuffices() {
        let memory = HostMemory.after(.whole(.node(), uid: 1000))
        #expect(outcome(memory, .whole(uid: 1000)).gone.count == 1)
        #expect(outcome(memory, .whole(uid: 0)).gone.count == 1)
        #expect(outcome(memory, .whole(uid: 1001)).gone.isEmpty)
    }

    @Test
    func knownVersionsAndIdsAreNeverOverwrittenByNothing() {
        let known = NodeObservation.node().with("version", "0.4.17").with("peer_id", "12D3KooW")
        let result = outcome(.after(.whole(known)), .whole(.node(probe: .timeout).with("version", "")))
        #expect(result.nodes.first?.observation.fields["version"] == .text("0.4.17"))
        #expect(result.nodes.first?.observation.fields["peer_id"] == .text("12D3KooW"))
    }

    @Test
    func aNameThatMovesToAnotherDirectoryTakesNoHistoryAlong() {
        var moved = NodeObservation.node(1)
        moved.name = "antnode2"
        var newcomer = NodeObservation.node(2)
        newcomer.name = "antnode1"
        newcomer.key = "/srv/new"
        let result = outcome(.after(.whole(.node(1).with("peer_id", "old"))), .whole(newcomer, moved))
        let old = result.nodes.first { $0.key.hasSuffix("antnode1") }
        #expect(old?.id.name == "antnode1")
        #expect(old?.observation.fields["peer_id"] == .text("old"))
        #expect(Set(result.nodes.map(\.id.name)) == ["antnode1", "antnode1~2"])
    }

    @Test
    func sayingTheSameTwiceChangesNothing() {
        let memory = HostMemory.after(.whole(.node(1), .node(2, unit: "inactive", pid: nil)))
        let result = outcome(memory, .whole(.node(1), .node(2, unit: "inactive", pid: nil)))
        #expect(result.events.isEmpty)
        #expect(result.nodes.map(\.status) == memory.nodes.map(\.status))
    }

    @Test
    func aRebootIsNotedAndCountsNoRestarts() {
        let result = outcome(.after(.whole(.node())), .whole(.node(startedAt: 9000), boot: "boot-2"))
        #expect(result.events.map(\.kind) == [.hostRebooted])
        #expect(result.nodes.first?.startMoves == 0)
    }

    @Test
    func anUpgradeThatNobodyAskedForIsAFact() {
        let before = NodeObservation.node().with("version", "0.4.16")
        let result = outcome(.after(.whole(before)), .whole(.node(startedAt: 9000).with("version", "0.4.17")))
        #expect(result.events.map(\.kind) == [.nodeRestarted, .versionChanged])
        #expect(result.events.last?.text == "0.4.16 → 0.4.17")
    }

    @Test
    func anAddressIsComparedWithoutCase() {
        let before = NodeObservation.node().with("rewards_address", "0xABCD")
        #expect(outcome(.after(.whole(before)), .whole(.node().with("rewards_address", "0xabcd"))).events.isEmpty)
    }

    @Test
    func ageIsTakenFromTheHostsOwnClockOnceOnly() {
        var node = NodeObservation.node()
        node.directory?.identityChanged = start.advanced(by: .seconds(-3600))
        let now = start.advanced(by: .seconds(500))
        let first = reconcile(HostMemory(), with: .whole(node), of: host, at: now)
        #expect(first.nodes.first?.createdAt == now.advanced(by: .seconds(-3600)))
        node.directory?.identityChanged = start
        let second = outcome(HostMemory(machineID: "machine-1", bootID: "boot-1", nodes: first.nodes), .whole(node))
        #expect(second.nodes.first?.createdAt == first.nodes.first?.createdAt)
    }

    @Test(
        arguments: [
            ([10, 15, 15], [5000, 5000, 5000], "15"),
            ([10, 4], [5000, 6000], "14"),
            ([10, 30], [5000, 6000], "40"),
            ([10, 4], [5000, 5000], "14"),
            ([10, -5], [5000, 5000], "10"),
            ([.max, .max], [5000, 6000], "18446744073709551614"),
        ] as [([Int64], [Int64], String)])
    func earningsSurviveRestarts(values: [Int64], starts: [Int64], total: String) {
        var memory = HostMemory()
        for (minute, (value, at)) in zip(values, starts).enumerated() {
            memory = memory.after(.whole(.node(startedAt: at, rewards: value)), minute: minute)
        }
        #expect(memory.nodes.first?.earned.decimal == total)
    }
}
