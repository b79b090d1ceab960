package import MusterModel

/// wnm's `node-status-details`: a block of `Key: value` lines per node.
package struct NodeStatusDetailsReport: Report {
    package let name = "node-status-details"
    private let nodes: [NodeRecord]
    private let showsHost: Bool
    private let now: Timestamp

    /// - Parameter showsHost: false for one selected host, which gives exactly wnm's shape.
    package init(_ nodes: [NodeRecord], showsHost: Bool, at freshness: Freshness) {
        self.nodes = nodes.inWnmOrder
        self.showsHost = showsHost
        now = freshness.now
    }

    package func text(width: Int?) -> String {
        if nodes.isEmpty { return "No nodes found.\n" }
        return nodes.map(block).joined(separator: "\n")
    }

    private func block(_ node: NodeRecord) -> String {
        let root = node.fieldText(NodeField.dataDirectory) ?? node.key
        let lines: [(String, String?)] = [
            ("Service Name", node.serviceName), ("Version", node.fieldText(NodeField.version) ?? "unknown"),
            ("Port", node.fieldText(NodeField.nodePort)), ("Metrics Port", node.fieldText(NodeField.metricsPort)),
            ("Data path", root), ("Log path", node.fieldText(NodeField.logDirectory)),
            ("Bin Path", node.binaryPath),
            ("Connected peers", node.isMeasured ? node.count(.connectedPeers).map(String.init) : nil),
            ("Rewards address", node.fieldText(NodeField.rewardsAddress)), ("Age", age(of: node)),
            ("Peer ID", node.fieldText(NodeField.peerID)), ("Status", node.statusText),
        ]
        let host = showsHost ? "Host: \(node.id.host)\n" : ""
        return host + lines.map { "\($0.0): \(PlainText.printable($0.1 ?? Units.unknown))\n" }.joined()
    }

    private func age(of node: NodeRecord) -> String? { node.createdAt.map { Units.duration(now.since($0)) } }

    package var json: JSON? { nodes.map(json).wnmShape(showsHost: showsHost) }

    private func json(_ node: NodeRecord) -> JSON {
        let host: [JSON.Member] = showsHost ? [.init("host", .string(node.id.host.text))] : []
        // wnm has a column `host` of its own, the address of its probes.
        let columns = showsHost ? node.wnmColumns.filter { $0.name != "host" } : node.wnmColumns
        return .object(host + columns)
    }
}
