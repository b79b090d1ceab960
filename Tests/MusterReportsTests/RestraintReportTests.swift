import MusterModel
import Testing

@testable import MusterReports

/// What keeps Muster from acting, as status and its own tables show it.
struct RestraintReportTests {
    private let host: HostName
    private let state: HostState

    init() throws {
        host = try .named("hel01")
        state = try .example("hel01", nodes: [.example(1, on: host)])
    }

    private func lines(_ restraints: FleetRestraints, _ states: [HostState]? = nil) -> [String] {
        StatusReport(states ?? [state], restraints: restraints, at: .noon).text(width: nil).split(separator: "\n")
            .map(String.init)
    }

    private func failure(_ count: Int) -> NodeFailure {
        NodeFailure(
            node: NodeID(host: host, name: "antnode0007"), verb: .upgrade, binary: "feed", count: count,
            lastAt: .noon(), message: "no peers")
    }

    @Test func aHostThatNeedsAHumanStandsFirst() throws {
        var away = try HostState.example("attic")
        away.contact?.outcome = .unreachable
        let shown = lines(FleetRestraints(failures: [failure(3)]), [away, state])
        #expect(shown[1].hasPrefix("hel01  needs human"))
        #expect(shown[1].hasSuffix("antnode0007: upgrade failed 3 times: no peers"))
        #expect(shown.last == "hel01: muster node clear --node hel01/antnode0007")
    }

    @Test func twoFailuresNeedNobodyYet() {
        #expect(lines(FleetRestraints(failures: [failure(2)]))[1].hasPrefix("hel01  ok"))
    }

    @Test func aBrakeStandsAboveEverything() {
        let brake = Brake(scope: .mass, reason: hostileText, by: "watch", since: .noon(plus: -120))
        let shown = lines(FleetRestraints(brakes: [brake]))
        #expect(shown[0].hasPrefix("brake: no actions for 2m, by watch: \u{FFFD}[2J"))
    }

    @Test func whatIsHeldOpenOrManagedByOthersIsSaidAndCounted() {
        var state = state
        state.surveyed?.foreign = [ForeignManager(name: "anm", path: "/etc/cron.d/anm", line: 3, text: "* * * * *")]
        let hold = Hold(host: host, reason: "new disk", by: "ann", since: .noon())
        let nodeHold = Hold(host: host, node: "antnode0001", reason: "support", by: "ann", since: .noon())
        let restraints = FleetRestraints(
            holds: [hold, nodeHold], openActions: [host: 2], lackingSurveys: [host: 1])
        let shown = lines(restraints, [state])
        #expect(shown[1].hasPrefix("hel01  held"))
        #expect(
            shown[1].hasSuffix(
                """
                held by ann: new disk; 1 node held; 2 open actions; 1 survey before anything is done; \
                managed by anm: /etc/cron.d/anm:3
                """))
        #expect(shown[2].hasPrefix("1 host: 1 held; 1 node: 1 RUNNING"))
        #expect(shown[3] == "2 open actions, 1 held, 1 node held, 1 managed by others")
        #expect(shown.last == "hel01: muster history hel01 --open")
        let json = StatusReport([state], restraints: restraints, at: .noon).json
        #expect(json?["totals"]?["open_actions"] == .integer(2))
        #expect(json?["hosts"]?.array?[0]["held"] == .bool(true))
        #expect(json?["hosts"]?.array?[0]["foreign_managers"]?.array?.count == 1)
    }

    @Test func theLoopAndTheDiskOfTheDatabaseAreShown() {
        let watch = WatchState(
            runID: "r", by: "ann@desk", pid: 1, startedAt: .noon(plus: -7200), at: .noon(plus: -30), cycles: 120,
            lag: 61_000, actions: ["done": 7, "failed": 1], findings: ["the inventory cannot be read"])
        let size = DatabaseSize(bytes: 12 << 20, growthPerDay: 1e6, free: 30_000_000)
        let text = StatusReport([state], restraints: FleetRestraints(watches: [watch]), size: size, at: .noon)
            .text(width: nil)
        #expect(
            text.contains(
                """
                watch: 120 cycles in 1h 59m, 1m 1s late, actions: 7 done, 1 failed; last heard of 30s ago; ann@desk
                watch: the inventory cannot be read
                database 12.0 MiB, 30 days left
                """))
    }

    @Test(
        arguments: [
            (WatchedHost(.watching, since: .noon(plus: -9)), nil),
            (
                WatchedHost(.watching, since: .noon(plus: -60), detail: "2 surveys first"),
                "hel01 watching for 1m: 2 surveys first"
            ),
            (WatchedHost(.connecting, since: .noon(plus: -3)), "hel01 connecting for 3s"),
            (WatchedHost(.acting, since: .noon(plus: -3), detail: "stop n"), "hel01 acting for 3s: stop n"),
            (
                WatchedHost(
                    .backingOff, since: .noon(plus: -90), until: .noon(plus: 30), detail: "connect: \u{1B}refused"),
                "hel01 backing off for 1m 30s: connect: \u{FFFD}refused; tried again in 30s"
            ),
            (
                WatchedHost(.left, since: .noon(plus: -120), until: .noon(plus: 3), detail: "bob@desk node stop 3f2a"),
                "hel01 left to bob@desk node stop 3f2a for 2m"
            ),
            (
                WatchedHost(.held, since: .noon(plus: -60), detail: "ann holds the host: disk"),
                "hel01 held for 1m: ann holds the host: disk"
            ),
            (
                WatchedHost(.foreign, since: .noon(plus: -3600), detail: "eve@lair watch 9c"),
                "hel01 foreign-managed for 1h: eve@lair watch 9c"
            ),
            (WatchedHost(.leaving, since: .noon(plus: -5)), "hel01 leaving for 5s"),
        ] as [(WatchedHost, String?)])
    func whatALoopDoesWithAHostIsSaid(watched: WatchedHost, line: String?) {
        var watch = WatchState(
            runID: "r", by: "ann@desk", pid: 1, startedAt: .noon(plus: -60), at: .noon(), hosts: ["hel01": watched])
        func text() -> String {
            StatusReport([state], restraints: FleetRestraints(watches: [watch]), at: .noon).text(width: nil)
        }
        let lines = text().split(separator: "\n").filter { $0.hasPrefix("watch: hel01") }
        #expect(lines.map { String($0) } == (line.map { ["watch: " + $0] } ?? []))
        watch.at = .noon(plus: -61)
        #expect(!text().contains("watch: hel01") && text().contains("not running"))
    }

    @Test func anotherControllerIsNamedAsTheHostsManager() {
        var watched = state
        watched.surveyed?.foreign = [
            ForeignManager(name: "muster", path: "/var/tmp/muster/lease-0", line: 1, text: "eve@lair watch 9c", age: 5)
        ]
        let text = StatusReport([watched], at: .noon).text(width: nil)
        #expect(text.contains("managed by another controller, eve@lair watch 9c: /var/tmp/muster/lease-0:1"))
    }

    @Test func holdsAndBrakesHaveTablesOfTheirOwn() {
        let hold = Hold(
            host: host, node: nil, reason: "new disk", by: "ann", since: .noon(plus: -60), until: .noon(plus: 60))
        #expect(
            HoldsReport([hold], at: .noon()).text(width: nil) == """
                HOST   NODE  SINCE  UNTIL                BY   REASON
                hel01  all      1m  2026-04-19 12:01:00  ann  new disk

                """)
        #expect(HoldsReport([], at: .noon()).text(width: nil) == "nothing is held\n")
        let quarantine = Quarantine(
            hash: "feed", version: "0.4.18", host: host, node: "antnode0001", since: .noon(plus: -60),
            reason: "no peers"
        )
        #expect(
            BrakesReport([], quarantines: [quarantine], at: .noon()).text(width: nil) == """
                no brake is on

                binaries in quarantine:
                BINARY  VERSION  SINCE  FAILED ON          REASON
                feed    0.4.18      1m  hel01/antnode0001  no peers

                """)
    }
}
