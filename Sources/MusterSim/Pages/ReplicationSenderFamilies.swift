extension ExpositionWriter {
    mutating func replicationSenderFamilies(_ life: NodeLife) {
        let accepted = life.count("senders accepted", perHour: 10...16)
        let rejected = life.count("senders rejected", perHour: 0.2...1)
        family("ant_networking_replicate_candidates_v2", .gauge, "Candidates for replication, by distance.")
        sample(life.whole("within", around: 5...12), Label("range", "WithinResponsibleDistance"))
        sample(life.whole("outside", around: 1...4), Label("range", "OutsideResponsibleDistance"))
        family("ant_networking_replication_sender_range_v2", .counter, "Senders of replications, by distance.")
        if accepted > 0 { sender(accepted, within: true) }
        if rejected > 0 { sender(rejected, within: false) }
        for (name, value, help) in [
            ("close_group_threshold_v2", 20, "Peers that count as close."),
            ("extended_distance_multiplier_v2", 2, "Factor that widens the range under load."),
            ("extended_distance_ilog2_v2", 237, "The wider range, as a power of 2."),
        ] {
            single("ant_networking_replication_sender_\(name)", .gauge, value, help)
        }
        family("ant_networking_replication_sender_outcome_v2", .counter, "Senders of replications, by outcome.")
        if accepted > 0 { sample(accepted, Label("outcome", "Accepted")) }
        if rejected > 0 { sample(rejected, Label("outcome", "Rejected")) }
        incomingKeys(life)
    }

    private mutating func sender(_ count: UInt64, within: Bool) {
        sample(
            count, Label("within_closest_group", "\(within)"), Label("within_extended_distance_range", "\(within)"),
            Label("network_load", "false"))
    }

    private mutating func incomingKeys(_ life: NodeLife) {
        family("ant_networking_replication_keys_incoming_percentages_v2", .gauge, "Keys in requests, by sort.")
        let new = life.level("new keys", around: 0.3...1)
        let far = life.level("far keys", around: 8...14)
        for (sort, share) in [
            ("NewKeysPercent", new), ("LocallyStoredKeysPercent", 100 - new - far), ("FetchInProgressKeysPercent", 0),
            ("OutOfRangeKeysPercent", far),
        ] {
            sample(share, Label("metric_type", sort))
        }
    }
}
