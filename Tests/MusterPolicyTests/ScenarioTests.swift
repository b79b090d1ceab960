import MusterModel
import Testing

@testable import MusterPolicy

/// Stories from fleets that went wrong, each with the outcome that it should have had.
struct ScenarioTests {
    private let busy = Levels(cpu: 90)
    private let removing: [String: Scalar] = ["relief": .text("remove")]

    @Test
    func aHostOfALivingAnmWithoutPolicyIsNotTouched() {
        let observed = (1...75).map { NodeRecord.made($0, desired: nil, managed: false) }
        var situation = Situation.host(observed, levels: Levels(cpu: 95, memory: 98, disk: 97))
        situation.target.policy = Policy()
        situation.adoption = nil
        #expect(decide(situation).actions.isEmpty)
        #expect(decide(situation).guards.isEmpty)
        situation.guards = [Guard(.foreignManager, "anm is alive: /etc/cron.d/anm line 1")]
        let plan = decide(situation)
        #expect(plan.actions.isEmpty)
        #expect(plan.guards.map(\.kind).first == .foreignManager)
    }

    @Test
    func anUnmountedDiskIsNeitherDeathNorRoom() {
        let disk = NodeObservation.node(1, unit: "inactive", pid: nil, root: .absent, device: "8:99")
        var memory = HostMemory.after(.whole(.node(1)), .whole(disk).unmounted(), .whole(disk).unmounted())
        for index in memory.nodes.indices { memory.nodes[index].managed = true }
        #expect(memory.nodes.map(\.status) == [.unknown])
        let sample = Survey.whole().unmounted().sample
        let situation = Situation.host(memory.nodes).changed {
            $0.sample = sample
            $0.pressure = PressureState()
        }
        let plan = decide(situation)
        #expect(plan.actions.isEmpty)
        #expect(plan.guards.map(\.kind).contains(.storageChanged))
    }

    @Test
    func aSurveyWithoutRootAfterOneWithRootAddsNothing() {
        var memory = HostMemory.after(.whole(.node(1), .node(2)), .whole(uid: 1000))
        for index in memory.nodes.indices { memory.nodes[index].managed = true }
        let plan = decide(.host(memory.nodes, facts: .ant))
        #expect(plan.actions.isEmpty)
        #expect(plan.guards.map(\.kind) == [.missingNodes])
    }

    @Test
    func anOperatorsStopHoldsUntilItsTime() {
        func plan(until: Timestamp?) -> Plan {
            let stopped = NodeRecord.made(2, .stopped, desired: .stopped).changed { $0.desired?.until = until }
            return decide(.host([.made(1), stopped], ["node_cap": .integer(2)]))
        }
        #expect(plan(until: nil).actions.isEmpty)
        #expect(plan(until: nil).reasons.contains("operator wants it stopped"))
        #expect(plan(until: now.advanced(by: .seconds(1))).actions.isEmpty)
        #expect(plan(until: now).words == ["start antnode2"])
    }

    @Test
    func theTailOfLoadFifteenGetsOneRelief() {
        var levels = Levels(cpu: 40, load1: 8, load5: 8, load15: 5)
        var recent: [LedgerEntry] = []
        var nodes = [NodeRecord].running(1...8)
        // The load is over at once; its averages take their time to fall. Twelve minutes, every five seconds.
        for step in 0..<144 {
            let past = recent.map { entry in
                var moved = entry
                moved.endedAt = now.advanced(by: .seconds(-5 * (step - Int(entry.intendedAt.milliseconds))))
                return moved
            }
            let plan = decide(.host(nodes, levels: levels).changed { $0.recent = past })
            for action in plan.actions where action.verb == .stop {
                nodes = nodes.map { $0.id.name == action.node.name ? .relieved(8 - recent.count) : $0 }
                var entry = LedgerEntry.done(.stop, action.node.name, action.cause, ago: 0, reason: action.reason)
                entry.intendedAt = Timestamp(milliseconds: Int64(step))
                recent.insert(entry, at: 0)
            }
            levels.load1 *= 0.9
            levels.load5 *= 0.985
            levels.load15 *= 0.999
        }
        #expect(levels.load15 > 4)
        #expect(recent.count == 1)
    }

    @Test
    func somebodyElsesJobHaltsRelief() {
        let small = (1...8).map { number in
            NodeRecord.made(number).changed { $0.observation.metrics["cpu"] = .real(2) }
        }
        let known = decide(.host(small, levels: busy))
        #expect(known.actions.isEmpty)
        #expect(known.guards.map(\.kind) == [.reliefHalted])
        let large = small.map { node in node.changed { $0.observation.metrics["cpu"] = .real(9) } }
        #expect(decide(.host(large, levels: busy)).words == ["stop antnode8"])
    }

    @Test(arguments: [([90.0, 90], true), ([96, 93], false), ([90], false)])
    func twoReliefsInVainHaltRelief(values: [Double], halts: Bool) {
        let recent = values.reversed().enumerated().map { index, value in
            var entry = LedgerEntry.done(.stop, "antnode\(9 + index)", .cpu, ago: Int64(60 * (index + 1)))
            entry.relief = ReliefReading(.cpu, value: value, limit: 70)
            return entry
        }
        let plan = decide(.host(.running(1...8), levels: busy).changed { $0.recent = recent })
        #expect(plan.actions.isEmpty == halts)
        #expect(plan.guards.contains { $0.kind == .reliefHalted } == halts)
    }

    @Test
    func aFullDiskIsRelievedAtOnceWhateverElseIsUnderWay() {
        let recent: [LedgerEntry] = [.done(.add, "antnode4", .growth, ago: 20)]
        let starting = NodeRecord.made(4, .restarting).changed {
            $0.open = OpenAction(id: "x", verb: .start, since: start, endsAt: now.advanced(by: .seconds(60)))
        }
        let situation = Situation.host(.running(1...3) + [starting], removing, levels: Levels(disk: 97))
            .onOwnDisk.changed { $0.recent = recent }
        #expect(decide(situation).words == ["remove antnode3"])
        let below = Situation.host(.running(1...3), removing, levels: Levels(disk: 95)).onOwnDisk
        #expect(decide(below.changed { $0.recent = recent }).reasons.contains("opposite actions are 600 s apart"))
    }

    @Test
    func nothingIsRemovedForADiskThatOthersFill() {
        let situation = Situation.host(.running(1...3), removing, levels: Levels(disk: 97))
        let plan = decide(situation)
        #expect(plan.actions.isEmpty)
        #expect(plan.guards.map(\.kind) == [.reliefHalted])
        let filling = situation.changed { situation in
            for index in situation.nodes.indices {
                situation.nodes[index].observation.fields["data_bytes"] = .integer(200)
            }
        }
        #expect(decide(filling).words == ["remove antnode3"])
    }

    @Test
    func aSleptLaptopDropsWhatItKnew() {
        var clock = ClockWatch()
        #expect(clock.cycle(wall: now, sinceBoot: 0, every: .seconds(60)) == nil)
        let after = now.advanced(by: .seconds(3600))
        #expect(clock.cycle(wall: after, sinceBoot: 3_600_000, every: .seconds(60)) == .slept(3_600_000))
        let situation = Situation.host(.running(1...3), levels: busy)
        for surveys in 0...2 {
            if surveys > 0 { clock.surveyed(host) }
            let plan = decide(situation.changed { $0.guards = [clock.restraint(of: host)].compactMap { $0 } })
            #expect(plan.actions.isEmpty == (surveys < 2))
        }
    }

    @Test
    func aMassChangeStopsEverything() {
        let brake = Brake(scope: .mass, reason: "3 of 8 hosts went bad within a cycle", by: "engine", since: start)
        let plan = decide(.host(.running(1...3), levels: busy).changed { $0.brakes = [brake] })
        #expect(plan.actions.isEmpty)
        #expect(plan.deferred.contains { $0.verb == .stop && $0.because == brake.reason })
    }

    @Test
    func aNodeThatUpgradedItselfIsLeftAlone() {
        let policy: [String: Scalar] = ["enable_upgrade": .text("true"), "target_version": .text("0.4.17")]
        let plan = decide(.host([.made(1, version: "0.4.18")], policy.merging(["node_cap": .integer(1)]) { $1 }))
        #expect(plan.actions.isEmpty && plan.guards.isEmpty)
    }

    @Test
    func whatABrokenBinaryLeftStopsTheRollOut() {
        let policy: [String: Scalar] = ["enable_upgrade": .text("true"), "target_version": .text("0.4.17")]
        let situation = Situation.host(.running(1...3), policy)
        #expect(decide(situation).words == ["upgrade antnode1"])
        let plan = decide(situation.changed { $0.quarantined = ["ab"] })
        #expect(!plan.actions.contains { $0.verb == .upgrade })
        #expect(plan.reasons.contains("quarantined"))
    }

    /// A file on the host whose hash nobody knows before it runs, as the policy's `antnode_path` is.
    @Test
    func aQuarantinedVersionStopsBinariesOfUnknownHashToo() {
        let policy: [String: Scalar] = ["enable_upgrade": .text("true"), "target_version": .text("0.4.18")]
        let unhashed = Situation.host(.running(1...3), policy).changed {
            $0.binaries = ["antnode": BinarySource(path: "/opt/antnode")]
        }
        #expect(decide(unhashed).words == ["upgrade antnode1"])
        let quarantine = Quarantine(
            hash: "cd", version: "0.4.18", host: host, node: "antnode9", since: start, reason: "it ended")
        let plan = decide(unhashed.changed { $0.quarantined = Set(quarantine.marks) })
        #expect(!plan.actions.contains { $0.verb == .upgrade })
        let hashed = unhashed.changed {
            $0.binaries["antnode"]?.sha256 = "ab"
            $0.quarantined = Set(quarantine.marks)
        }
        #expect(decide(hashed).words == ["upgrade antnode1"])
    }

    @Test
    func loweringAWrittenCapByTwoRemovesExactlyTwo() {
        var nodes = [NodeRecord].running(1...7)
        var removed: [String] = []
        for _ in 0..<10 {
            let plan = decide(.host(nodes, ["node_cap": .integer(5)]))
            removed += plan.actions.map(\.node.name)
            nodes.removeAll { node in plan.actions.contains { $0.node.name == node.id.name } }
        }
        #expect(removed == ["antnode7", "antnode6"])
    }
}
