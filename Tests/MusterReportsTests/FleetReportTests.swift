import MusterModel
import Testing

@testable import MusterReports

struct FleetReportTests {
    let hosts: [HostState]

    init() throws {
        let host = try HostName.named("hel01")
        let good = try HostState.example(
            "hel01", nodes: [.example(1, on: host), .example(2, on: host, .stopped)])
        var away = try HostState.example("attic", surveyed: -7200)
        away.contact = HostContact(
            at: .noon(plus: -5), outcome: .unreachable,
            failure: HostFailure(step: "connect", message: "timed out after 10 s", fix: "look at its power"))
        away.nodes = NodeTally(byStatus: [.unknown: 3], byVersion: ["0.4.16": 3])
        hosts = [good, away, try .example("new", surveyed: nil)]
    }

    @Test func statusShowsWhatNeedsAttentionFirst() {
        #expect(
            StatusReport(hosts, at: .noon).text(width: nil) == """
                HOST   STATE           NODES  STATUS                VERSION  CPU  MEM  DISK  LOAD  AGE  PROBLEM
                attic  unreachable         3  3 UNKNOWN             0.4.16   30%  75%   37%  1.50   2h  connect: timed out after 10 s
                new    never surveyed      -  -                     -          -    -     -     -    -  never surveyed
                hel01  ok                  2  1 RUNNING, 1 STOPPED  0.4.17   30%  75%   37%  1.50   1m

                3 hosts: 1 unreachable, 1 never surveyed, 1 ok; 5 nodes: 1 RUNNING, 1 STOPPED, 3 UNKNOWN; versions \
                0.4.16 ×3, 0.4.17 ×2; earned 0.025

                to do:
                attic: look at its power
                new: muster survey new

                """)
    }

    @Test func aNarrowTerminalCutsTheProblemFirst() {
        let lines = StatusReport(hosts, at: .noon).text(width: 100).split(separator: "\n")
        #expect(lines.prefix(4).allSatisfy { $0.count <= 100 })
        #expect(lines[1].hasSuffix("2h  connect: ti…"))
    }

    @Test func statusInJSONHasItsNameAndVersion() throws {
        let json = try #require(StatusReport(hosts, at: .noon).json)
        #expect(json["report"] == .string("status"))
        #expect(json["version"] == .integer(1))
        #expect(json["totals"]?["nodes"]?["earned_attos"] == .string("25000000000000000"))
        #expect(json["hosts"]?.array?[0]["problem"] == .string("connect: timed out after 10 s"))
        #expect(json["hosts"]?.array?[1]["cpu_percent"] == .null)
    }

    @Test func anotherRewardsAddressThanTheRecordedOneIsCriticalAndStandsFirst() throws {
        var host = hosts[0]
        host.nodes.strangeAddresses = 1
        let lines = StatusReport([hosts[1], host], at: .noon).text(width: nil).split(separator: "\n")
        #expect(lines[1].hasPrefix("hel01  critical"))
        #expect(lines[1].hasSuffix("a node earns for another rewards address than the recorded one"))
        #expect(lines.contains("hel01: muster plan hel01"))
        let plan = Plan(
            host: host.name, at: .noon(), guards: [Guard(.addressMismatch, "it shows 0xB", node: "antnode0001")])
        #expect(PlanReport([plan]).text(width: nil).contains("\n  critical: antnode0001: it shows 0xB\n"))
    }

    @Test func deadNodesAreAProblemOfTheirHost() throws {
        var host = hosts[0]
        host.nodes.byStatus[.dead] = 1
        let lines = StatusReport([host], at: .noon).text(width: nil).split(separator: "\n")
        #expect(lines[1].hasSuffix("1m  1 DEAD"))
        #expect(lines.last == "hel01: muster report nodes hel01")
    }

    @Test func anEmptyFleetSaysWhatToDo() {
        #expect(StatusReport([], at: .noon).text(width: nil) == "no hosts: add some with `muster inventory edit`\n")
    }

    @Test func fleetMeansCountOnlyFreshHosts() {
        #expect(
            FleetReport(hosts, at: .noon).text(width: nil) == """
                Hosts:              3, 1 with fresh evidence
                Nodes:              5
                Status:             1 RUNNING, 1 STOPPED, 3 UNKNOWN
                Versions:           0.4.16 ×3, 0.4.17 ×2
                Managed:            0
                Missing:            0
                Earned:             0.025
                Cores:              8
                Memory:             16.0 GiB
                CPU, mean:          30%
                Memory used, mean:  75%
                Fullest disk, mean: 37%

                """)
    }

    @Test func versionsRunFromTheNewest() {
        #expect(
            VersionsReport(hosts, at: .noon).text(width: nil) == """
                VERSION  NODES  HOSTS  ON
                0.4.17       2      1  hel01
                0.4.16       3      1  attic

                """)
    }

    @Test func hostsAreMachines() {
        #expect(
            HostsReport([hosts[0]], at: .noon).text(width: nil) == """
                HOST   GROUPS   ADDRESS      SYSTEM     KERNEL    ARCH    CORES    MEMORY  UP  AGENT  REACHED  SURVEYED
                hel01  hetzner  203.0.113.5  Debian 12  6.1.0-18  x86_64      8  16.0 GiB  1d  -           1m        1m

                """)
    }

    @Test func aNodeThatDoesNotRunHasNoMeasurements() throws {
        let host = try HostName.named("hel01")
        var unknown = NodeRecord.example(2, on: host, .unknown)
        unknown.observation.fields[NodeField.version] = .text(hostileText)
        var report = try NodesReport(.text, at: .noon)
        #expect(
            report.page([.example(1, on: host), unknown]) == """
                HOST   NODE         STATUS                 HEALTH     VERSION                   PORT  UP  PEERS  RECORDS   CPU      MEM  EARNED  AGE
                hel01  antnode0001  RUNNING                answering  0.4.17                   12001  1d     11      143  1.7%  105 MiB  0.0125   1m
                hel01  antnode0002  UNKNOWN (was RUNNING)  -          \u{FFFD}[2J\u{FFFD}a"b\\,c=$(id)`x`\u{FFFD}\u{FFFD}d  12001   -      -        -     -        -  0.0125   1m

                """)
        var json = try NodesReport(.json, at: .noon)
        let text = json.page([.example(1, on: host), unknown]) + json.end()
        #expect(try JSON.parse(text)["nodes"]?.array?[1]["metrics"] == .object([]))
    }

    @Test func earningsThatNobodyMeasuredAreUnknown() throws {
        var node = NodeRecord.example(1, on: try .named("hel01"))
        node.earned = .zero
        for format in [OutputFormat.text, .json, .csv] {
            var unknown = try NodesReport(format, at: .noon)
            let text = unknown.page([node]) + unknown.end()
            var measured = node
            measured.rewardCounter = RewardCounter(value: 0, bootID: "b", pid: 1, startedAfterBoot: 1)
            var known = try NodesReport(format, at: .noon)
            let other = known.page([measured]) + known.end()
            switch format {
            case .json:
                #expect(try JSON.parse(text)["nodes"]?.array?[0]["earned_attos"] == .null)
                #expect(try JSON.parse(other)["nodes"]?.array?[0]["earned_attos"] == .string("0"))
            case .csv:
                #expect(text.contains(",105 MiB,,"))
                #expect(other.contains(",105 MiB,0,"))
            default:
                #expect(text.contains("105 MiB       -   1m"))
                #expect(other.contains("105 MiB       0   1m"))
            }
        }
        let host = try HostState.example("hel01")
        #expect(StatusReport([host], at: .noon).text(width: nil).contains("; earned -\n"))
        #expect(StatusReport([host], at: .noon).json?["totals"]?["nodes"]?["earned_attos"] == .null)
    }

    @Test func aNoteOnManyHostsIsOneLine() throws {
        let plans = try ["a", "b", "c", "d"].map { name in
            Plan(host: try .named(name), at: .noon(), guards: [Guard(.outgoingPorts, "outgoing connections may")])
        }
        let lines = PlanReport(plans).text(width: nil).split(separator: "\n")
        #expect(lines.prefix(4) == ["a  nothing to do", "b  nothing to do", "c  nothing to do", "d  nothing to do"])
        #expect(lines.dropFirst(4).first == "note on a, b, c and 1 more: outgoing connections may")
        #expect(lines.count == 6)
    }

    @Test func historyShowsRunsThenEvents() throws {
        let run = RunRecord(
            id: "0123456789abcdef", verb: "survey", arguments: ["hel01"], startedAt: .noon(), endedAt: .noon(plus: 3),
            by: "op@desk", counts: [.ok: 9, .unreachable: 1], exitCode: 4)
        let event = FleetEvent(
            at: .noon(), host: try .named("hel01"), node: "antnode0001", kind: .statusChanged, text: hostileText)
        let report = HistoryReport(runs: [run], events: [event], at: .noon())
        #expect(
            report.text(width: nil) == """
                RUN       STARTED              TOOK  BY       VERB    HOSTS                EXIT  ARGUMENTS
                01234567  2026-04-19 12:00:00    3s  op@desk  survey  9 ok, 1 unreachable     4  hel01

                TIME                 HOST   NODE         EVENT           WHAT
                2026-04-19 12:00:00  hel01  antnode0001  status-changed  \u{FFFD}[2J\u{FFFD}a"b\\,c=$(id)`x`\u{FFFD}\u{FFFD}d

                """)
        #expect(try JSON.parse(report.rendered(.json))["events"]?.array?[0]["text"]?.string == hostileText)
        #expect(
            report.csv == """
                time,host,node,event,what
                2026-04-19 12:00:00,hel01,antnode0001,status-changed,"\u{FFFD}[2J\u{FFFD}a""b\\,c=$(id)`x`\u{FFFD}\u{FFFD}d"

                """)
    }
}
