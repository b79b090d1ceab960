extension ExpositionWriter {
    /// The families whose names begin with `ant_networking_`.
    mutating func networkingFamilies(_ readings: Readings, _ life: NodeLife, _ use: ProcessUse) {
        peerFamilies(readings, life)
        processFamilies(use)
        replicationSenderFamilies(life)
        quotingFamilies(readings, life)
        versionCheckFamily(life)
    }

    private mutating func peerFamilies(_ readings: Readings, _ life: NodeLife) {
        single("ant_networking_records_stored", .gauge, readings.recordsStored, "Records on this node's disk.")
        single("ant_networking_relay_reservation_health", .gauge, 1.0, "Health of the relay reservations, 0 to 1.")
        single("ant_networking_connected_peers", .gauge, readings.connectedPeers, "Peers connected now.")
        single("ant_networking_connected_relay_clients", .gauge, 0, "Peers that use this node as a relay.")
        single(
            "ant_networking_estimated_network_size", .gauge, readings.networkSize, "Nodes in the network, estimated.")
        single("ant_networking_relay_peers_percentage", .gauge, 0.0, "Share of relayed peers in the routing table.")
        single("ant_networking_open_connections", .gauge, readings.openConnections, "Connections open now.")
        single("ant_networking_peers_in_routing_table", .gauge, readings.routingTable, "Peers in the routing table.")
        single("ant_networking_relay_peers_in_routing_table", .gauge, 0, "Relayed peers in the routing table.")
        single("ant_networking_shunned_count", .counter, readings.shunned, "Peers that turned away from this node.")
        single("ant_networking_bad_peers_count", .counter, readings.badPeers, "Peers that this node turned away from.")
        family("ant_networking_upnp_events", .counter, "What the gateway reported.")
        if life.age >= 3 { sample(1, Label("event", "GatewayNotFound")) }
        family("ant_networking_relay_client_events", .counter, "What the relay client reported.")
        family("ant_networking_node_versions", .gauge, "Peers that run a version.")
        for version in ["2025.7.1.3", "2025.11.1.1", NodeRelease.packageVersion] where life.age >= 3 {
            sample(life.whole("peers of \(version)", around: 1...90), Label("version", version))
        }
    }

    private mutating func processFamilies(_ use: ProcessUse) {
        single(
            "ant_networking_process_memory_used_mb", .gauge, Double(use.memory) / 1e6, "Memory of this process in MB.")
        single("ant_networking_process_cpu_usage_percentage", .gauge, use.cpu, "Share of all cores, 0 to 100.")
    }

    private mutating func quotingFamilies(_ readings: Readings, _ life: NodeLife) {
        single(
            "ant_networking_distance_range_v2", .gauge, life.whole("distance", around: 230...240, swing: 0),
            "Range of replication, as a power of 2.")
        single(
            "ant_networking_relevant_records", .gauge, readings.relevantRecords, "Records that this node answers for.")
        single("ant_networking_max_records", .gauge, Readings.maxRecords, "The most records that this node keeps.")
        single("ant_networking_received_payment_count", .gauge, readings.payments, "Payments received.")
        single("ant_networking_live_time", .gauge, UInt64(life.age / 3600), "Hours that this node has lived.")
        single(
            "ant_networking_shunned_by_close_group", .gauge, readings.shunnedByCloseGroup,
            "Close neighbours that turned away.")
        single(
            "ant_networking_shunned_by_old_close_group", .gauge, readings.shunnedByCloseGroup / 2,
            "Former close neighbours that turned away.")
    }

    private mutating func versionCheckFamily(_ life: NodeLife) {
        family("ant_networking_version_check_result", .counter, "Peers by what the check of their version gave.")
        for (peer, result, most) in [
            ("Node", "Accepted", 140.0), ("Client", "Accepted", 4), ("Node", "Rejected", 3), ("Unknown", "Legacy", 1),
        ] {
            let count = life.count("\(peer) \(result)", perHour: most / 2...most)
            if count > 0 { sample(count, Label("peer_type", peer), Label("result", result)) }
        }
    }
}
