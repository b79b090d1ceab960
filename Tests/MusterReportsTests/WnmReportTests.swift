import MusterModel
import Testing

@testable import MusterReports

struct WnmReportTests {
    let nodes: [NodeRecord]
    let target: HostTarget

    init() throws {
        let host = try HostName.named("hel01")
        nodes = [.example(2, on: host, .stopped), .example(1, on: host)]
        target = HostTarget(
            name: host,
            policy: Policy(host: ["node_cap": .integer(50), "node_storage": .text("/var/antctl/services")]))
    }

    @Test func nodeStatusHasWnmsColumns() {
        #expect(
            NodeStatusReport(nodes, showsHost: false).text(width: nil) == """
                Service Name        Peer ID                                                Status         Connected Peers
                antnode0001.service 12D3KooWPRBHMymrDSo5BYEqQhjKr64jRb7f15DpMmmQ4oKUswKX   RUNNING                     11
                antnode0002.service 12D3KooWPRBHMymrDSo5BYEqQhjKr64jRb7f15DpMmmQ4oKUswKX   STOPPED                      0

                """)
        #expect(
            NodeStatusReport(nodes, showsHost: true).text(width: nil).hasPrefix("Host                Service Name "))
    }

    @Test func oneNodeIsAnObjectAndNoneAnError() throws {
        #expect(
            try NodeStatusReport([nodes[1]], showsHost: false).rendered(.json) == """
                {
                  "service_name": "antnode0001.service",
                  "peer_id": "12D3KooWPRBHMymrDSo5BYEqQhjKr64jRb7f15DpMmmQ4oKUswKX",
                  "status": "RUNNING",
                  "connected_peers": 11
                }

                """)
        #expect(
            try NodeStatusReport([], showsHost: false).rendered(.json) == """
                {
                  "error": "No nodes found"
                }

                """)
        #expect(try NodeStatusReport([], showsHost: true).rendered(.json) == "[]\n")
    }

    @Test func nodeStatusDetailsAreLinesOfOneNode() {
        #expect(
            NodeStatusDetailsReport([nodes[1]], showsHost: false, at: .noon).text(width: nil) == """
                Service Name: antnode0001.service
                Version: 0.4.17
                Port: 12001
                Metrics Port: 13001
                Data path: /var/antctl/services/antnode0001
                Log path: /var/log/antnode0001
                Bin Path: /var/antctl/services/antnode0001/antnode
                Connected peers: 11
                Rewards address: 0x52908400098527886E0F7030069857D2E4169EE7
                Age: 1d 1h
                Peer ID: 12D3KooWPRBHMymrDSo5BYEqQhjKr64jRb7f15DpMmmQ4oKUswKX
                Status: RUNNING

                """)
    }

    @Test func detailsInJSONAreWnmsColumnsInItsOrder() throws {
        let members = try #require(NodeStatusDetailsReport([nodes[1]], showsHost: false, at: .noon).json?.members)
        #expect(
            members.map(\.name).joined(separator: " ") == """
                id machine_id container_id manager_type node_name service user binary version root_dir log_dir port \
                metrics_port rpc_port network wallet peer_id status timestamp records uptime shunned connected_peers \
                gets puts mem cpu open_connections total_peers bad_peers rel_records max_records rewards payment_count \
                live_time network_size age host method layout environment
                """)
        let values = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
        #expect(values["mem"] == .integer(9781))
        #expect(values["rewards"] == .string("12500000000000000"))
        #expect(values["node_name"] == .string("0001"))
        #expect(values["network"] == .null)
    }

    var metrics: MachineMetricsReport {
        let facts = HostFacts(
            hostname: "hel01", machineID: nil, bootID: "b", kernel: "6", operatingSystem: nil, architecture: "x86_64",
            cores: 8, uid: 0, user: nil)
        let survey = Survey(facts: facts, sample: .example, complete: true)
        return MachineMetricsReport(
            [.init(target: target, survey: survey, surveyedAt: .noon(), nodes: nodes)], showsHost: false)
    }

    @Test func machineMetricsHaveWnmsNamesAndOrder() {
        #expect(
            metrics.text(width: nil) == """
                system_start: 1776513600
                total_nodes: 2
                running_nodes: 1
                stopped_nodes: 1
                restarting_nodes: 0
                upgrading_nodes: 0
                migrating_nodes: 0
                removing_nodes: 0
                dead_nodes: 0
                disabled_nodes: 0
                antnode: None
                antnode_version: 0.4.17
                queen_node_version: 0.4.17
                nodes_latest_v: 2
                nodes_no_version: 0
                nodes_to_upgrade: 0
                nodes_by_version: {'0.4.17': 2}
                load_average_1: 1.5
                load_average_5: 1.25
                load_average_15: 1.0
                idle_cpu_percent: 70.0
                io_wait: 3.0
                used_cpu_percent: 30.0
                used_mem_percent: 75.0
                free_mem_percent: 25.0
                used_hd_percent: 36.9
                total_hd_bytes: 500000000000
                hdio_write_bytes: None
                hdio_read_bytes: None
                netio_write_bytes: 500
                netio_read_bytes: 1000
                node_hd_crisis: 0

                """)
    }

    @Test func envIsForAShellAndLeavesOutWhatIsNotKnown() throws {
        let env = try metrics.rendered(.env)
        #expect(env.contains("\nTOTAL_NODES=2\n"))
        #expect(env.contains("\nNODES_BY_VERSION=\"{'0.4.17': 2}\"\n"))
        #expect(!env.contains("ANTNODE="))
        #expect(!env.contains("HDIO"))
    }

    @Test func aHostileVersionRunsNothingInAShell() throws {
        var node = nodes[1]
        node.observation.fields[NodeField.version] = .text(hostileText)
        let facts = HostFacts(
            hostname: "h", machineID: nil, bootID: "b", kernel: "6", operatingSystem: nil, architecture: "x86_64",
            cores: 8, uid: 0, user: nil)
        let host = MachineMetricsReport.Host(
            target: target, survey: Survey(facts: facts, sample: .example), surveyedAt: .noon(), nodes: [node])
        let env = try MachineMetricsReport([host], showsHost: false).rendered(.env)
        let safe = #"\#u{FFFD}[2J\#u{FFFD}a\"b\\,c=\$(id)\`x\`\#u{FFFD}\#u{FFFD}d"#
        #expect(env.contains("QUEEN_NODE_VERSION=\"\(safe)\"\n"))
        #expect(env.contains("NODES_BY_VERSION=\"{'\(safe)': 1}\"\n"))
    }

    @Test func machineConfigQuotesAsWnmDoes() throws {
        let report = MachineConfigReport(
            [.init(target: target, cores: 8)], databasePath: "/home/op/fleet.db", showsHost: false)
        let config = try report.rendered(.config).split(separator: "\n")
        #expect(config.prefix(4) == ["id=1", "cpu_count=8", "node_cap=50", "cpu_less_than=50"])
        #expect(config.contains("node_storage=\"/var/antctl/services\""))
        #expect(config.last == "dbpath=\"/home/op/fleet.db\"")
        #expect(!config.contains { $0.contains("None") })
        #expect(try report.rendered(.env).contains("\nNODE_CAP=50\n"))
        #expect(report.json?["highest_node_id_used"] == .null)
        #expect(report.json?["max_load_average_allowed"]?.number == 8)
    }

    @Test func severalHostsStandUnderTheirNames() throws {
        var second = target
        second.name = try .named("hel02")
        let report = MachineConfigReport(
            [.init(target: second, cores: nil), .init(target: target, cores: 8)], databasePath: "/f", showsHost: true)
        #expect(report.text(width: nil).hasPrefix("# host: hel01\nid: 1\ncpu_count: 8\n"))
        #expect(report.text(width: nil).contains("\n\n# host: hel02\nid: 1\ncpu_count: None\n"))
        #expect(report.json?.members?.map(\.name) == ["hel01", "hel02"])
    }

    @Test func aFormatThatAReportLacksIsNamedWithThoseThatItHas() {
        let error = #expect(throws: ReportError.self) { try NodeStatusReport([], showsHost: true).rendered(.influx) }
        #expect(error?.message == "report node-status has no format influx")
        #expect(error?.fix == "use --format text|json|csv")
    }
}
