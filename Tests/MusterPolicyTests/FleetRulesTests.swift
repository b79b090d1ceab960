import MusterModel
import Testing

@testable import MusterPolicy

/// Rules above the hosts: limits, mass changes, clocks, twins.
struct FleetRulesTests {
    private func names(_ count: Int) -> [HostName] { (1...count).compactMap { HostName("h\($0)") } }

    private func limits(_ hosts: [FleetLimits.Host], starts: Int = 0, _ policy: [String: Scalar] = [:]) -> FleetLimits {
        FleetLimits(policy: Policy(host: policy), hosts: hosts, startsInLastMinute: starts)
    }

    @Test(arguments: [
        (10, 0, 1, "a tenth of ten is one"), (10, 1, 0, "and that one is used up"), (3, 0, 1, "always at least one"),
        (200, 5, 15, "what is left of a tenth"),
    ])
    func nodesDisturbedAtOnce(nodes: Int, disturbed: Int, left: Int, _ name: String) {
        let host = FleetLimits.Host(name: names(1)[0], groups: ["g"], nodes: nodes, disturbed: disturbed)
        #expect(limits([host]).allowance(of: host.name).disturbances == left, "\(name)")
    }

    @Test
    func aFifthOfTheHostsOfAGroup() {
        let hosts = names(10).enumerated().map {
            FleetLimits.Host(name: $1, groups: ["g"], nodes: 10, disturbed: $0 < 2 ? 1 : 0)
        }
        let limits = limits(hosts)
        #expect(limits.allowance(of: hosts[0].name).disturbances == 8)
        #expect(limits.allowance(of: hosts[5].name).disturbances == 0)
        #expect(limits.allowance(of: hosts[5].name).because == "2 of 10 hosts of g are disturbed already")
    }

    @Test
    func theTightestGroupCountsAndPlansAreCountedDown() {
        let hosts = names(4).map { FleetLimits.Host(name: $0, groups: ["all", "\($0)"], nodes: 10, disturbed: 0) }
        var limits = limits(hosts, starts: 8)
        #expect(limits.allowance(of: hosts[0].name) == Allowance(starts: 2, disturbances: 1))
        var plan = decide(.host(.running(1...3), levels: Levels(cpu: 90)))
        plan.host = hosts[0].name
        #expect(plan.actions.count == 1)
        limits.note(plan)
        #expect(limits.allowance(of: hosts[0].name).disturbances == 0)
        #expect(limits.allowance(of: hosts[1].name).disturbances == 0)
        var growth = decide(.host([.made(1)]))
        growth.host = hosts[1].name
        limits.note(growth)
        #expect(limits.allowance(of: hosts[1].name).starts == 1)
        #expect(limits.allowance(of: hosts[3].name).starts == 1)
    }

    private func cycle(_ bad: Int, of count: Int, stale: Bool = false, rebooted: Bool = false) -> [MassChange.Host] {
        names(count).enumerated().map {
            MassChange.Host(name: $1, isFresh: !stale, isBad: $0 < bad, hasRebooted: rebooted)
        }
    }

    @Test(arguments: [
        (3, 9, true), (2, 4, false), (3, 10, false), (4, 10, true),
    ])
    func manyHostsGoneBadAreAMassChange(bad: Int, count: Int, isMass: Bool) {
        var change = MassChange()
        #expect(change.cycle(cycle(0, of: count)) == .calm)
        let verdict = change.cycle(cycle(bad, of: count))
        #expect(verdict == (isMass ? .change(names(bad).sorted(), of: count) : .calm))
        #expect(change.isBraked == isMass)
    }

    /// A cut that surveys see at the end of one cycle and the beginning of the next.
    @Test(arguments: [(1, true), (0, false)])
    func hostsThatWentBadInTheLastCycleCountWhileTheyAreBad(stillBad: Int, isMass: Bool) {
        let hosts = names(3)
        var change = MassChange()
        _ = change.cycle(cycle(0, of: 3))
        #expect(change.cycle(cycle(2, of: 3)) == .calm)
        let next = [
            MassChange.Host(name: hosts[1], isFresh: true, isBad: stillBad == 1),
            MassChange.Host(name: hosts[2], isFresh: true, isBad: true),
        ]
        #expect(change.cycle(next) == (isMass ? .change(hosts, of: 3) : .calm))
        #expect(change.cycle(cycle(3, of: 3)) != .change(hosts, of: 3))
    }

    @Test
    func twoCalmCyclesLiftIt() {
        var change = MassChange()
        _ = change.cycle(cycle(0, of: 9))
        _ = change.cycle(cycle(5, of: 9))
        #expect(change.cycle(cycle(5, of: 9)) == .settling)
        #expect(change.isBraked)
        #expect(change.cycle(cycle(5, of: 9)) == .lifted)
        #expect(!change.isBraked)
    }

    @Test
    func whatIsNotFreshOrOnlyRebootedIsNoMassChange() {
        for cycle in [cycle(5, of: 9, stale: true), cycle(5, of: 9, rebooted: true)] {
            var change = MassChange()
            _ = change.cycle(self.cycle(0, of: 9))
            #expect(change.cycle(cycle) == .calm)
        }
        var atFirst = MassChange()
        #expect(atFirst.cycle(cycle(9, of: 9)) == .calm)
    }

    @Test(arguments: [(3, 3, false), (6, 6, false), (7, 7, true), (3, 20, false), (7, 20, true)])
    func theFirstOfManyHostsAreNoMassChangeAlone(bad: Int, looked: Int, isMass: Bool) {
        var change = MassChange()
        _ = change.cycle(cycle(0, of: 20))
        #expect(change.foresees(cycle(bad, of: looked)) == isMass)
    }

    @Test(arguments: [(DesiredState.Goal.running, true), (.stopped, true), (.disabled, false), (.absent, false)])
    func onlyAStopEndsByItself(goal: DesiredState.Goal, isMissed: Bool) {
        let node = NodeRecord.made(1, .stopped, desired: goal).changed { $0.desired?.until = now }
        #expect(MassChange().isBad([node], of: names(1)[0], at: now) == isMissed)
    }

    @Test
    func whatWasGoodBeforeASleepIsNoBaseline() {
        var change = MassChange()
        _ = change.cycle(cycle(0, of: 9))
        change.forget()
        #expect(!change.foresees(cycle(9, of: 9)))
        #expect(change.cycle(cycle(9, of: 9)) == .calm)
    }

    @Test(arguments: [(0, false), (3, false), (4, true)])
    func aHostIsBadWhenTooManyOfItsNodesDoNotWork(unknown: Int, isBad: Bool) {
        let nodes = (1...10).map { NodeRecord.made($0, $0 <= unknown ? .unknown : .running) }
        let parked = (11...40).map { NodeRecord.made($0, .stopped, desired: .stopped) }
        #expect(MassChange().isBad(nodes + parked, of: names(1)[0], at: now) == isBad)
    }

    @Test(
        arguments: [
            (OpenAction.Verb.start, 60, nil, false), (.start, 60, false, false), (.start, 60, true, true),
            (.start, -1, false, true), (.upgrade, 60, false, true), (.restart, 60, nil, true),
        ] as [(OpenAction.Verb, Int, Bool?, Bool)])
    func aNodeOnItsWayUpChangesNothingYet(verb: OpenAction.Verb, left: Int, before: Bool?, isBad: Bool) {
        var node = NodeRecord.made(1, .restarting, desired: .running)
        let end = now.advanced(by: .seconds(left))
        node.open = OpenAction(id: "1", verb: verb, since: now.advanced(by: .seconds(-9)), endsAt: end)
        #expect(MassChange().isBad([node], of: names(1)[0], at: now, before: before) == isBad)
    }

    @Test(
        arguments: [
            (60_000, 60_000, nil), (64_000, 60_000, nil), (66_000, 60_000, ClockWatch.Jump.clocksParted(6000)),
            (-60_000, 60_000, .clocksParted(-120_000)), (200_000, 200_000, .slept(200_000)), (100, -5, .slept(-5)),
        ] as [(Int64, Int64, ClockWatch.Jump?)])
    func clocksThatPartAndLongGapsAreJumps(wall: Int64, boot: Int64, jump: ClockWatch.Jump?) {
        var clock = ClockWatch()
        _ = clock.cycle(wall: now, sinceBoot: 1000, every: .seconds(60))
        let found = clock.cycle(
            wall: now.advanced(by: .milliseconds(wall)), sinceBoot: 1000 + boot, every: .seconds(60))
        #expect(found == jump)
        #expect((clock.restraint(of: host) == nil) == (jump == nil))
    }

    @Test
    func oneMachineUnderTwoNamesIsActedOnUnderNeither() {
        var clone = HostFacts.root
        clone.bootID = "boot-9"
        let hosts = names(3)
        let guards = twins(among: [hosts[0]: .root, hosts[1]: .root, hosts[2]: clone])
        #expect(Set(guards.keys) == [hosts[0], hosts[1]])
        #expect(guards[hosts[0]]?.text == "this machine answers under the name h2 too")
    }
}
