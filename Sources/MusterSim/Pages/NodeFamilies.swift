extension ExpositionWriter {
    /// The families whose names begin with `ant_node_`.
    mutating func nodeFamilies(_ readings: Readings, _ life: NodeLife, uptime: UInt64) {
        putFamilies(readings)
        replicationFamilies(life)
        single(
            "ant_node_peer_added_to_routing_table", .counter, readings.peersAdded, "Peers put into the routing table.")
        single(
            "ant_node_peer_removed_from_routing_table", .counter, life.count("peers removed", perHour: 2...20),
            "Peers dropped from the routing table.")
        single(
            "ant_node_current_reward_wallet_balance", .gauge, readings.balance,
            "Rewards in attos since this process started.")
        single("ant_node_total_forwarded_rewards", .gauge, 0, "Rewards in attos that were passed on.")
        single("ant_node_uptime", .gauge, uptime, "Seconds since this process started.")
    }

    private mutating func putFamilies(_ readings: Readings) {
        family("ant_node_put_record_ok", .counter, "Records stored on request.")
        if readings.chunksPut > 0 { sample(readings.chunksPut, Label("record_type", "Chunk")) }
        if readings.graphEntriesPut > 0 { sample(readings.graphEntriesPut, Label("record_type", "GraphEntry")) }
        single("ant_node_put_record_err", .counter, readings.putErrors, "Records refused.")
        family("ant_node_put_record_err_v2", .counter, "Records refused, by reason.")
        let verification = readings.putErrors / 2
        let outdated = (readings.putErrors - verification) / 2
        let unpaid = readings.putErrors - verification - outdated
        for (count, reason) in [
            (verification, "PaymentVerificationFailed"), (outdated, "OutdatedRecordCounter"), (unpaid, "NoPayment"),
        ] where count > 0 {
            sample(count, Label("error_type", reason))
        }
    }

    private mutating func replicationFamilies(_ life: NodeLife) {
        let triggered = life.count("replications", perHour: 10...30)
        single("ant_node_replication_triggered", .counter, triggered, "Replications that were begun.")
        family("ant_node_replication_keys_to_fetch", .histogram, "Keys to fetch in one replication.")
        histogram(Histogram(triggered / 8, bounds: [1, 2, 4, 8], centre: 0))
        family(
            "ant_node_network_wide_replication_holders_v2", .histogram,
            "Share of the close group that holds a record.")
        histogram(Histogram(triggered / 16, bounds: [0.2, 0.4, 0.6, 0.8, 1], centre: 3.5))
    }
}
