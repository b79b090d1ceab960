/// The three pages that a node serves, as text.
package struct NodePages: Sendable {
    package var peerID: String
    package var version: String
    /// The connected peers to claim in place of the play's.
    package var peers: UInt64?
    private let seed: UInt64

    package init(identity: PeerIdentity, peerID: String? = nil, version: String, peers: UInt64? = nil) {
        self.peerID = peerID ?? identity.peerID
        self.version = version
        self.peers = peers
        seed = identity.seed
    }

    /// The standard page.
    ///
    /// `pace` makes work go on faster than time, so that a young node has something to show; the uptime stays true.
    package func metrics(uptime: Double, pace: Double = 1, use: ProcessUse) -> String {
        var page = ExpositionWriter()
        standard(&page, uptime: uptime, pace: pace, use: use)
        page.end()
        return page.text
    }

    /// The standard page and one family more.
    package func extendedMetrics(uptime: Double, pace: Double = 1, use: ProcessUse) -> String {
        var page = ExpositionWriter()
        standard(&page, uptime: uptime, pace: pace, use: use)
        let shunned = Readings(NodeLife(seed: seed, age: uptime * pace)).shunned
        page.family(
            "ant_networking_shunned_count_across_time_frames", .gauge, "Peers that turned away, by time frame.")
        for (frame, divisor) in [
            ("LastTenMinutes", 16), ("LastHour", 8), ("LastSixHours", 2), ("LastDay", 1), ("LastWeek", 1),
            ("Indefinite", 1),
        ] as [(String, UInt64)] {
            page.sample(shunned / divisor, Label("time_frame", frame))
        }
        page.end()
        return page.text
    }

    /// Who the node is: info families only.
    package var metadata: String {
        var page = ExpositionWriter()
        for (family, label, value, help) in [
            ("ant_node_antnode_version", "antnode_version", version, "Version of this node."),
            ("ant_node_antnode_branch", "antnode_branch", "stable", "Branch that this node was built from."),
            ("ant_networking_peer_id", "peer_id", peerID, "This node's name in the network."),
            (
                "ant_networking_identify_protocol_str", "identify_protocol_str", NodeRelease.protocolVersion,
                "Protocol that joins this node to the right network."
            ),
            ("ant_networking_min_node_version", "min_node_version", "0.4.15", "Oldest version of a peer."),
        ] {
            page.family(family, .info, help)
            page.sample(1, Label(label, value))
        }
        page.end()
        return page.text
    }

    private func standard(_ page: inout ExpositionWriter, uptime: Double, pace: Double, use: ProcessUse) {
        let life = NodeLife(seed: seed, age: uptime * pace)
        let readings = Readings(life, peers: peers)
        page.nodeFamilies(readings, life, uptime: UInt64(uptime))
        page.bandwidthFamily(life)
        page.identifyFamilies(readings, life)
        page.kademliaFamilies(readings, life)
        page.swarmFamilies(life)
        page.networkingFamilies(readings, life, use)
    }
}
