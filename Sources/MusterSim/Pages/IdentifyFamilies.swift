extension ExpositionWriter {
    static let quic = "/ip4/udp/quic-v1"
    static let quicPeer = "/ip4/udp/quic-v1/p2p"

    mutating func bandwidthFamily(_ life: NodeLife) {
        family("libp2p_bandwidth_bytes", .counter, unit: "bytes", "Bytes moved, by transport and direction.")
        for direction in ["Inbound", "Outbound"] {
            for (protocols, most) in [(Self.quic, 5e3), (Self.quicPeer, 4e7)] {
                sample(
                    life.count("\(direction) \(protocols)", perHour: most / 10...most),
                    Label("protocols", protocols), Label("direction", direction))
            }
        }
    }

    mutating func identifyFamilies(_ readings: Readings, _ life: NodeLife) {
        for (name, perHour, help) in [
            ("errors", 9.0...12.0, "Failed attempts to learn who a peer is."),
            ("pushed", 8...14, "Times this node told a peer about itself unasked."),
            ("received", 120...160, "Times a peer told about itself."),
            ("sent", 120...160, "Times this node answered who it is."),
        ] {
            single("libp2p_identify_\(name)", .counter, life.count("identify \(name)", perHour: perHour), help)
        }
        guard readings.connectedPeers > 0 else { return emptyIdentifyFamilies() }
        family("libp2p_identify_remote_protocols", .gauge, Self.protocolsHelp)
        for name in ["/libp2p/circuit/relay/0.2.0/hop", "/libp2p/circuit/relay/0.2.0/stop"] {
            sample(readings.connectedPeers / 4, Label("protocol", name))
        }
        for name in ["/ipfs/id/1.0.0", "unrecognized", "/ipfs/id/push/1.0.0"] {
            sample(readings.connectedPeers, Label("protocol", name))
        }
        family("libp2p_identify_remote_listen_addresses", .gauge, Self.listenHelp)
        sample(readings.connectedPeers, Label("listen_address", Self.quicPeer))
        family("libp2p_identify_local_observed_addresses", .gauge, Self.observedHelp)
        sample(readings.connectedPeers, Label("observed_address", Self.quic))
    }

    private mutating func emptyIdentifyFamilies() {
        family("libp2p_identify_remote_protocols", .gauge, Self.protocolsHelp)
        family("libp2p_identify_remote_listen_addresses", .gauge, Self.listenHelp)
        family("libp2p_identify_local_observed_addresses", .gauge, Self.observedHelp)
    }

    private static let protocolsHelp = "Connected peers that speak a protocol"
    private static let listenHelp = "Connected peers that listen on a sort of address"
    private static let observedHelp = "Connected peers that see this node at a sort of address"
}
