extension ExpositionWriter {
    private static let peer = "/p2p"
    private static let circuit = "/ip4/udp/quic-v1/p2p/p2p-circuit/p2p"

    mutating func swarmFamilies(_ life: NodeLife) {
        family("libp2p_relay_events", .counter, "What the relay reported.")
        incomingFamilies(life)
        addressFamilies(life)
        family("libp2p_swarm_listener_closed", .counter, "Listeners that were closed.")
        single("libp2p_swarm_listener_error", .counter, 0, "Errors of listeners.")
        single("libp2p_swarm_dial_attempt", .counter, life.count("dials", perHour: 120...180), "Attempts to connect.")
        family("libp2p_swarm_outgoing_connection_error", .counter, "Attempts to connect that failed.")
        for (error, perHour) in [("WrongPeerId", 40.0...60.0), ("TransportOther", 9...14)] {
            let count = life.count(error, perHour: perHour)
            if count > 0 { sample(count, Label("peer", "Known"), Label("error", error)) }
        }
        connectionFamilies(life)
    }

    private mutating func incomingFamilies(_ life: NodeLife) {
        family("libp2p_swarm_connections_incoming", .counter, "Connections from peers.")
        counts(life, "incoming", [(Self.peer, 4...6), (Self.quic, 1...2)])
        family("libp2p_swarm_connections_incoming_error", .counter, "Connections from peers that failed.")
        for (protocols, perHour) in [(Self.peer, 2.0...3.0), (Self.quic, 0.1...0.5)] {
            let count = life.count("incoming error \(protocols)", perHour: perHour)
            guard count > 0 else { continue }
            sample(count, Label("error", "TransportErrorOther"), Label("protocols", protocols))
        }
    }

    private mutating func addressFamilies(_ life: NodeLife) {
        family("libp2p_swarm_new_listen_addr", .counter, "Addresses that listening began on.")
        counts(life, "listen", [(Self.circuit, 0...0.2), (Self.quic, 0...0.3)])
        family("libp2p_swarm_expired_listen_addr", .counter, "Addresses that listening ended on.")
        family("libp2p_swarm_external_addr_candidates", .counter, "Addresses under which peers may see this node.")
        counts(life, "candidates", [(Self.quic, 110...140)])
        family("libp2p_swarm_external_addr_confirmed", .counter, "Addresses under which peers do see this node.")
        counts(life, "confirmed", [(Self.circuit, 0...0.2)])
        family("libp2p_swarm_external_addr_expired", .counter, "Addresses under which peers saw this node.")
    }

    private mutating func connectionFamilies(_ life: NodeLife) {
        let stacks: [(role: String, protocols: String, count: UInt64)] = [
            ("Dialer", Self.quicPeer, life.count("dialled", perHour: 110...150)),
            ("Listener", Self.quic, life.count("accepted", perHour: 0.5...1)),
            ("Listener", Self.peer, life.count("relayed", perHour: 2...4)),
        ]
        family("libp2p_swarm_connections_established", .counter, "Connections that came about.")
        for stack in stacks where stack.count > 0 {
            sample(stack.count, Label("role", stack.role), Label("protocols", stack.protocols))
        }
        family("libp2p_swarm_connections_establishment_duration", .histogram, "Seconds that connecting took.")
        let establishing = Histogram.exponential(from: 0.01, factor: 1.5, count: 20)
        for stack in stacks where stack.count > 0 {
            histogram(
                Histogram(stack.count, bounds: establishing, centre: 8), Label("role", stack.role),
                Label("protocols", stack.protocols))
        }
        family(
            "libp2p_swarm_connections_duration_seconds", .histogram, unit: "seconds", "How long connections lasted.")
        let lasting = Histogram.exponential(from: 0.01, factor: 3, count: 20)
        for (cause, part) in [("KeepAliveTimeout", 4), ("Io", 5)] as [(String, UInt64)] {
            for stack in stacks where stack.count >= part {
                histogram(
                    Histogram(stack.count / part, bounds: lasting, centre: 7), Label("cause", cause),
                    Label("role", stack.role), Label("protocols", stack.protocols))
            }
        }
    }

    private mutating func counts(_ life: NodeLife, _ what: String, _ stacks: [(String, ClosedRange<Double>)]) {
        for (protocols, perHour) in stacks {
            let count = life.count("\(what) \(protocols)", perHour: perHour)
            if count > 0 { sample(count, Label("protocols", protocols)) }
        }
    }
}
