extension ExpositionWriter {
    mutating func kademliaFamilies(_ readings: Readings, _ life: NodeLife) {
        lookupFamilies(readings, life)
        queryFamilies(life)
        family("libp2p_kad_routing_updated", .counter, "Changes of the routing table, by bucket.")
        routingSamples(readings)
        family("libp2p_kad_inbound_requests", .counter, "Requests from other nodes.")
        let requests = life.count("find node", perHour: 3...6)
        if requests > 0 { sample(requests, Label("request", "FindNode")) }
    }

    private mutating func lookupFamilies(_ readings: Readings, _ life: NodeLife) {
        let powers = Histogram.exponential(from: 1, factor: 2, count: 10)
        single(
            "libp2p_kad_query_result_get_record_ok", .counter, readings.recordsGot, "Records that a search found.")
        family("libp2p_kad_query_result_get_record_error", .counter, "Searches for a record that failed.")
        family("libp2p_kad_query_result_get_closest_peers_ok", .histogram, "Peers that a search for the closest found.")
        histogram(Histogram(life.count("closest", perHour: 0.5...2), bounds: powers, centre: 4.5))
        family("libp2p_kad_query_result_get_closest_peers_error", .counter, "Searches for the closest that failed.")
        let timeouts = life.count("closest timeouts", perHour: 0.3...1.5)
        if timeouts > 0 { sample(timeouts, Label("error", "Timeout")) }
        family("libp2p_kad_query_result_get_providers_ok", .histogram, "Providers that a search found.")
        histogram(Histogram(0, bounds: powers, centre: 4))
        family("libp2p_kad_query_result_get_providers_error", .counter, "Searches for providers that failed.")
    }

    private mutating func queryFamilies(_ life: NodeLife) {
        let searches = [
            ("GetClosestPeers", life.count("closest queries", perHour: 1...3)),
            ("Bootstrap", life.count("bootstraps", perHour: 0.5...2)),
        ]
        for (name, centre, help) in [
            ("num_requests", 6.0, "Requests that a search took."),
            ("num_success", 5.0, "Requests of a search that were answered."),
            ("num_failure", 4.0, "Requests of a search that failed."),
        ] {
            family("libp2p_kad_query_result_\(name)", .histogram, help)
            for (type, count) in searches {
                let bounds = Histogram.exponential(from: 1, factor: 2, count: 10)
                histogram(Histogram(count, bounds: bounds, centre: centre), Label("type", type))
            }
        }
        family(
            "libp2p_kad_query_result_duration_seconds", .histogram, unit: "seconds", "How long a search took.")
        for (type, count) in searches {
            let bounds = Histogram.exponential(from: 0.1, factor: 2, count: 10)
            histogram(Histogram(count, bounds: bounds, centre: 6.5), Label("type", type))
        }
    }

    /// Buckets of 20 peers from the far end of the address space, until the table is spread.
    private mutating func routingSamples(_ readings: Readings) {
        var left = readings.peersAdded
        for bucket in (231...255).reversed() where left > 0 {
            let peers = min(left, 20)
            left -= peers
            sample(peers, Label("action", "Added"), Label("bucket", "\(bucket)"))
        }
        if readings.badPeers > 0 { sample(readings.badPeers, Label("action", "Evicted"), Label("bucket", "251")) }
    }
}
