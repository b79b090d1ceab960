import MusterModel
import Testing

@testable import MusterReports

struct InfluxTests {
    func report(_ nodes: [NodeRecord], _ dialect: InfluxReport.Dialect) throws -> [Substring] {
        let host = InfluxReport.Host(name: try .named("hel01"), nodes: nodes, sample: .example)
        return InfluxReport([host], dialect: dialect, at: .noon()).text(width: nil).split(separator: "\n")
    }

    @Test func aNodeReadsAsNTrackingWroteItWithTheHostAdded() throws {
        let lines = try report([.example(1, on: .named("hel01"))], .ntracking)
        #expect(
            lines == [
                """
                nodes,host=hel01,id=0001 PeerId="12D3KooWPRBHMymrDSo5BYEqQhjKr64jRb7f15DpMmmQ4oKUswKX",\
                status="Running",version="0.4.17",gets=42i,puts=125i,up_time=86460i,rewards=.012500000000000000,\
                records=143i,connected_peers=11i,networ_size=2064384i,open_connections=13i,total_peers=362i,\
                shunned_count=3i,bad_peers=2i,mem=97.8125,cpu=1.7253,rel_records=97i,max_records=16384i,\
                payment_count=5i,live_time=24i,shunned_closedgroup=1i,shunned_oldclosedgroup=0i 1776600000000000000
                """,
                """
                nodes_totals,host=hel01 rewards=.012500000000000000,nodes_running=1i,nodes_killed=0i \
                1776600000000000000
                """,
                "nodes_totals,host=hel01 Disk_percent=37i 1776600000000000000",
                "nodes_network,host=hel01 size=2064384i 1776600000000000000",
            ])
    }

    @Test func aNodeReadsAsWnmWroteItWithTheHostAdded() throws {
        let lines = try report([.example(2, on: .named("hel01"))], .wnm)
        #expect(
            lines == [
                """
                nodes,host=hel01,id=2 PeerId="12D3KooWPRBHMymrDSo5BYEqQhjKr64jRb7f15DpMmmQ4oKUswKX",\
                status="RUNNING",version="0.4.17",gets=42i,puts=125i,up_time=86460i,rewards="12500000000000000",\
                records=143i,connected_peers=11i,network_size=2064384i,open_connections=13i,total_peers=362i,\
                shunned_count=1i,bad_peers=2i,mem=97.81,cpu=1.72,rel_records=97i,max_records=16384i,\
                payment_count=5i,live_time=24i 1776600000000000000
                """,
                """
                nodes_totals,host=hel01 rewards="12500000000000000",nodes_running=1i,nodes_killed=0i \
                1776600000000000000
                """,
                "nodes_network,host=hel01 size=2064384i 1776600000000000000",
            ])
    }

    @Test(arguments: [(NodeStatus.stopped, "Stopped", 1), (.unknown, "Unknown", 0), (.dead, "Dead", 1)])
    func whatIsNotMeasuredIsNotZero(_ status: NodeStatus, _ word: String, _ killed: Int) throws {
        let lines = try report([.example(1, on: .named("hel01"), status)], .ntracking)
        #expect(
            lines == [
                """
                nodes,host=hel01,id=0001 PeerId="12D3KooWPRBHMymrDSo5BYEqQhjKr64jRb7f15DpMmmQ4oKUswKX",\
                status="\(word)",version="0.4.17" 1776600000000000000
                """,
                "nodes_totals,host=hel01 nodes_running=0i,nodes_killed=\(killed)i 1776600000000000000",
                "nodes_totals,host=hel01 Disk_percent=37i 1776600000000000000",
            ])
    }

    @Test func hostileTextsStayInTheirPlace() throws {
        var node = NodeRecord.example(1, on: try .named("hel01"), .stopped)
        node.observation.fields = [NodeField.version: .text(hostileText)]
        node.id.name = "a b,c=d\\"
        let line = try #require(try report([node], .ntracking).first)
        #expect(
            line == #"nodes,host=hel01,id=a\ b\,c\=d/ status="Stopped",version="\#u{FFFD}[2J\#u{FFFD}a\"b\\,c=$(id)`x`"#
                + "\u{FFFD}\u{FFFD}d\" 1776600000000000000")
    }

    @Test func noNodesIsAComment() throws {
        #expect(try report([], .wnm) == ["# No nodes found"])
    }

    @Test(arguments: [("0", "0"), ("1", ".000000000000000001"), ("1250000000000000000", "1.250000000000000000")])
    func amountsKeepAllDigits(_ attos: String, _ text: String) throws {
        guard case .decimal(let digits) = InfluxReport.Dialect.ntracking.amount(try #require(Attos(decimal: attos)))
        else { return #expect(Bool(false), "not a decimal") }
        #expect(digits == text)
    }
}
