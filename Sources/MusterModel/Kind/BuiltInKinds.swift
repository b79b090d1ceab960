extension ServiceKind {
    /// The kinds that need no file; one of the inventory's with the same name takes its place.
    package static let builtIn: [ServiceKind] = [.antnode, .service]

    /// Autonomi's storage node, one process each, as antctl, anm or wnm set it up.
    package static let antnode = ServiceKind(
        name: "antnode", summary: "Autonomi storage node, run by antctl, anm, wnm or by hand",
        discovery: [antnodeUnits, antnodeRegistry, antnodeProcesses, antnodeLeftovers],
        mergeOn: NodeField.dataDirectory,
        identityFile: "{data_dir}/secret-key", failureFile: "{log_dir}/critical_failure.log",
        probes: [antnodeMetadata, antnodeMetrics],
        launch: Launch(
            name: "antnode{number:4}", binary: "antnode",
            arguments: [
                "--bootstrap-cache-dir", "{shared_dir}/bootstrap-cache", "--root-dir", "{data_dir}", "--port",
                "{node_port}", "--enable-metrics-server", "--metrics-server-port", "{metrics_port}",
                "--log-output-dest", "{log_dir}", "--max-log-files", "1", "--max-archived-log-files", "1", "{no_upnp}",
                "{start_args}", "--rewards-address", "{rewards_address}", "{network}",
            ]))

    /// One systemd service of any sort: a kind to copy, with the unit's name in `match`.
    package static let service = ServiceKind(
        name: "service", summary: "systemd service of any sort, named by the match of a copy of this kind",
        discovery: [
            DiscoverySource(
                id: "unit", method: .systemdUnit,
                bind: [
                    NodeField.name: [.stem], NodeField.unit: [.stem], NodeField.binary: [.path],
                    NodeField.port: [.argument("--port")],
                ])
        ],
        mergeOn: NodeField.unit,
        probes: [Probe(id: "port", method: .tcp, portField: NodeField.port)])

    /// What a unit's and a process's command line say alike.
    private static let antnodeArguments: [String: [FieldSource]] = [
        NodeField.dataDirectory: [.argument("--root-dir")],
        NodeField.logDirectory: [.argument("--log-output-dest")],
        NodeField.nodePort: [.argument("--port")],
        NodeField.metricsPort: [.argument("--metrics-server-port")],
        NodeField.rpcPort: [.argument("--rpc")],
        NodeField.rewardsAddress: [.argument("--rewards-address")],
        NodeField.network: [.word("evm-*")],
        NodeField.binary: [.path],
    ]

    private static let antnodeUnits = DiscoverySource(
        id: "unit", method: .systemdUnit, match: "antnode{number}.service",
        bind: antnodeArguments.merging([NodeField.name: [.stem], NodeField.number: [.number]]) { $1 })

    private static let antnodeRegistry = DiscoverySource(
        id: "registry", method: .jsonFile,
        paths: ["/var/antctl/node_registry.json", "~/.local/share/autonomi/node/node_registry.json"],
        each: "nodes",
        bind: [
            NodeField.name: [.member("service_name")],
            NodeField.number: [.member("number")],
            NodeField.dataDirectory: [.member("data_dir_path")],
            NodeField.logDirectory: [.member("log_dir_path")],
            NodeField.nodePort: [.member("node_port")],
            NodeField.metricsPort: [.member("metrics_port")],
            NodeField.rpcPort: [.member("rpc_socket_addr")],
            NodeField.rewardsAddress: [.member("rewards_address")],
            NodeField.version: [.member("version")],
            NodeField.peerID: [.member("peer_id")],
            NodeField.binary: [.member("antnode_path")],
            NodeField.user: [.member("user")],
            NodeField.status: [.member("status")],
            NodeField.schema: [.member("schema_version")],
        ])

    private static let antnodeProcesses = DiscoverySource(
        id: "process", method: .process, match: "antnode", bind: antnodeArguments)

    private static let antnodeLeftovers = DiscoverySource(
        id: "leftover", method: .directory, match: "antnode{number}",
        paths: ["/var/antctl/services/antnode*", "~/.local/share/autonomi/node/antnode*"],
        bind: [NodeField.dataDirectory: [.path], NodeField.name: [.stem], NodeField.number: [.number]])

    private static let antnodeMetadata = Probe(
        id: "metadata", method: .openmetrics, portField: NodeField.metricsPort, path: "/metadata",
        extract: [
            NodeField.version: Extraction(name: "ant_node_antnode_version_info", label: "antnode_version"),
            NodeField.peerID: Extraction(name: "ant_networking_peer_id_info", label: "peer_id"),
        ])

    private static let antnodeMetrics = Probe(
        id: "metrics", method: .openmetrics, portField: NodeField.metricsPort, path: "/metrics",
        extract: [
            NodeMetric.uptime.rawValue: Extraction(name: "ant_node_uptime"),
            NodeMetric.records.rawValue: Extraction(name: "ant_networking_records_stored"),
            NodeMetric.gets.rawValue: Extraction(name: "libp2p_kad_query_result_get_record_ok_total"),
            NodeMetric.puts.rawValue: Extraction(name: "ant_node_put_record_ok_total", sum: true),
            NodeMetric.putErrors.rawValue: Extraction(name: "ant_node_put_record_err_total", sum: true),
            NodeMetric.connectedPeers.rawValue: Extraction(name: "ant_networking_connected_peers"),
            NodeMetric.openConnections.rawValue: Extraction(name: "ant_networking_open_connections"),
            NodeMetric.totalPeers.rawValue: Extraction(name: "ant_networking_peers_in_routing_table"),
            NodeMetric.networkSize.rawValue: Extraction(name: "ant_networking_estimated_network_size"),
            NodeMetric.shunnedCount.rawValue: Extraction(name: "ant_networking_shunned_count_total"),
            NodeMetric.shunnedByCloseGroup.rawValue: Extraction(name: "ant_networking_shunned_by_close_group"),
            NodeMetric.shunnedByOldCloseGroup.rawValue: Extraction(name: "ant_networking_shunned_by_old_close_group"),
            NodeMetric.badPeers.rawValue: Extraction(name: "ant_networking_bad_peers_count_total"),
            NodeMetric.relevantRecords.rawValue: Extraction(name: "ant_networking_relevant_records"),
            NodeMetric.maxRecords.rawValue: Extraction(name: "ant_networking_max_records"),
            NodeMetric.paymentCount.rawValue: Extraction(name: "ant_networking_received_payment_count"),
            NodeMetric.liveTime.rawValue: Extraction(name: "ant_networking_live_time"),
            NodeMetric.memory.rawValue: Extraction(name: "ant_networking_process_memory_used_mb"),
            NodeMetric.cpu.rawValue: Extraction(name: "ant_networking_process_cpu_usage_percentage"),
            NodeMetric.rewards.rawValue: Extraction(name: "ant_node_current_reward_wallet_balance"),
        ])
}
