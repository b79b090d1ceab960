/// A page of metrics as a node of 400 peers shows it: names, types and labels are the field's, the rest is made up.
enum MetricsPage {
    static let metadata = """
        # TYPE ant_node_antnode_version info
        ant_node_antnode_version_info{antnode_version="0.4.17"} 1
        # TYPE ant_networking_peer_id info
        ant_networking_peer_id_info{peer_id="12D3KooWPRBHMymrDSo5BYEqQhjKr64jRb7f15DpMmmQ4oKUswKX"} 1
        # EOF

        """

    static let samples: [(String, String)] = [
        ("ant_node_uptime", "86460"), ("ant_networking_records_stored", "143"),
        ("libp2p_kad_query_result_get_record_ok_total", "42"),
        ("ant_node_put_record_ok_total{record_type=\"Chunk\"}", "100"),
        ("ant_node_put_record_ok_total{record_type=\"GraphEntry\"}", "25"), ("ant_node_put_record_err_total", "3"),
        ("ant_networking_connected_peers", "11"), ("ant_networking_open_connections", "13"),
        ("ant_networking_peers_in_routing_table", "362"), ("ant_networking_estimated_network_size", "2064384"),
        ("ant_networking_shunned_count_total", "3"), ("ant_networking_shunned_by_close_group", "1"),
        ("ant_networking_shunned_by_old_close_group", "0"), ("ant_networking_bad_peers_count_total", "2"),
        ("ant_networking_relevant_records", "97"), ("ant_networking_max_records", "16384"),
        ("ant_networking_received_payment_count", "5"), ("ant_networking_live_time", "24"),
        ("ant_networking_process_memory_used_mb", "97.8125"),
        ("ant_networking_process_cpu_usage_percentage", "1.7253"),
        ("ant_node_current_reward_wallet_balance", "12500000000000000"),
    ]

    /// About as long as a real one.
    static let metrics: String = {
        var lines: [String] = []
        for (index, (name, value)) in samples.enumerated() {
            lines.append("# HELP \(name.prefix { $0 != "{" }) A number.")
            lines.append("\(name) \(value)")
            for bucket in 0..<19 {
                lines.append(
                    "libp2p_swarm_connections_duration_seconds_bucket{cause=\"KeepAliveTimeout\",role=\"Listener\","
                        + "protocols=\"/ip4/udp/quic-v1/p2p\",le=\"\(index).\(bucket)\"} \(bucket * 7)")
            }
        }
        return lines.joined(separator: "\n") + "\n# EOF\n"
    }()

    static func http(_ body: String, type: String = "application/openmetrics-text;charset=utf-8;version=1.0.0")
        -> String
    {
        "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
