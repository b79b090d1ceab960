import MusterIO
import MusterModel

/// What a node says of itself at one moment, as far as a gate asks.
struct HealthLook: Hashable, Sendable {
    var version: String?
    var peerID: String?
    var peers: Int64?

    /// Asks the node's probes one after another.
    static func take(
        _ probes: [Probe], of node: NodeSpec, by prober: Prober, until deadline: Deadline
    ) async -> HealthLook {
        var look = HealthLook()
        for probe in probes {
            let port = node.ports.first { $0.field == probe.portField }?.port
            let values = await prober.ask(probe, port: port, until: deadline).values
            look.version = look.version ?? values.fields[NodeField.version]?.text
            look.peerID = look.peerID ?? values.fields[NodeField.peerID]?.text
            look.peers = look.peers ?? values.metrics[NodeMetric.connectedPeers.rawValue]?.whole
        }
        return look
    }

    /// What is wrong with an upgraded node, in words; `nil` if nothing is.
    ///
    /// What was not known before the upgrade is not asked for after it.
    func fault(after baseline: HealthLook, version wanted: String?, _ gate: HealthGate) -> String? {
        if let wanted, let version {
            let isWanted =
                if let a = ReleaseVersion(version), let b = ReleaseVersion(wanted) { a == b } else { version == wanted }
            if !isWanted { return "it runs version \(version), not \(wanted)" }
        } else if version == nil, baseline.version != nil {
            return "it does not tell its version"
        }
        if let before = baseline.peerID, peerID != before {
            return peerID.map { "its peer id is \($0), not \(before)" } ?? "it does not tell its peer id"
        }
        // Half, rounded up.
        if let fewest = gate.minPeers ?? baseline.peers.map({ ($0 + 1) / 2 }), fewest > 0 {
            guard let peers else { return "it does not tell its peers" }
            if peers < fewest { return "it has \(peers) peers, fewer than \(fewest)" }
        }
        return nil
    }
}
