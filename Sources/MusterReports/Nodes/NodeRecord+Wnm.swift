import MusterModel

extension NodeRecord {
    /// The file that runs, else the one that its unit or registry names.
    var binaryPath: String? { observation.processes.first?.executable ?? fieldText(NodeField.binary) }

    /// wnm's columns of a node, in its order and by its names; what is not known is null, not the text "None".
    var wnmColumns: [JSON.Member] { identity + places + measurements + remainder }

    private var identity: [JSON.Member] {
        [
            .init("id", .optional(number)), .init("machine_id", .integer(1)), .init("container_id", .null),
            .init("manager_type", .optional(managerType)),
            .init("node_name", .string(number.map { Self.padded($0, to: 4) } ?? id.name)),
            .init("service", .string(serviceName)),
            .init("user", .optional(fieldText(NodeField.user) ?? observation.processes.first?.user)),
            .init("binary", .optional(binaryPath)), .init("version", .optional(fieldText(NodeField.version))),
        ]
    }

    private var places: [JSON.Member] {
        [
            .init("root_dir", .string(fieldText(NodeField.dataDirectory) ?? key)),
            .init("log_dir", .optional(fieldText(NodeField.logDirectory))),
            .init("port", .optional(field(NodeField.nodePort)?.whole)),
            .init("metrics_port", .optional(field(NodeField.metricsPort)?.whole)),
            .init("rpc_port", .integer(field(NodeField.rpcPort)?.whole ?? 0)),
            .init("network", .optional(fieldText(NodeField.network))),
            .init("wallet", .optional(fieldText(NodeField.rewardsAddress))),
            .init("peer_id", .optional(fieldText(NodeField.peerID))), .init("status", .string(status.rawValue)),
            .init("timestamp", .integer(evidenceAt.milliseconds / 1000)),
        ]
    }

    private var measurements: [JSON.Member] {
        let first: [(String, NodeMetric)] = [
            ("records", .records), ("uptime", .uptime), ("shunned", .shunnedByCloseGroup),
            ("connected_peers", .connectedPeers), ("gets", .gets), ("puts", .puts),
        ]
        let second: [(String, NodeMetric)] = [
            ("open_connections", .openConnections), ("total_peers", .totalPeers), ("bad_peers", .badPeers),
            ("rel_records", .relevantRecords), ("max_records", .maxRecords),
        ]
        let third: [(String, NodeMetric)] = [
            ("payment_count", .paymentCount), ("live_time", .liveTime), ("network_size", .networkSize),
        ]
        return first.map(member) + [hundredths("mem", .memory), hundredths("cpu", .cpu)] + second.map(member)
            + [.init("rewards", .optional(isMeasured ? rewards?.decimal : nil))] + third.map(member)
    }

    private func member(_ name: String, _ metric: NodeMetric) -> JSON.Member {
        .init(name, .optional(isMeasured ? count(metric) : nil))
    }

    /// wnm keeps megabytes and percent as whole hundredths, cut off.
    private func hundredths(_ name: String, _ metric: NodeMetric) -> JSON.Member {
        let value = isMeasured ? self.metric(metric)?.number.flatMap { Int64(exactly: ($0 * 100).rounded(.down)) } : nil
        return .init(name, .optional(value))
    }

    private var remainder: [JSON.Member] {
        [
            .init("age", .optional(createdAt.map { $0.milliseconds / 1000 })), .init("host", .string("127.0.0.1")),
            .init("method", .optional(managerType)), .init("layout", .string("1")), .init("environment", .null),
        ]
    }

    /// Who would restart it, in wnm's words for process managers.
    private var managerType: String? {
        if let unit = observation.unit { return unit.managerUID == nil ? "systemd+sudo" : "systemd+user" }
        return observation.registry == nil ? nil : "antctl"
    }

    static func padded(_ number: Int64, to digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
