package import MusterModel

/// wnm's `node-status`: service, peer id, status, connected peers; with several hosts the host first.
package struct NodeStatusReport: Report {
    package let name = "node-status"
    private let nodes: [NodeRecord]
    private let showsHost: Bool

    /// - Parameter showsHost: false for one selected host, which gives exactly wnm's shape.
    package init(_ nodes: [NodeRecord], showsHost: Bool) {
        self.nodes = nodes.inWnmOrder
        self.showsHost = showsHost
    }

    package func text(width: Int?) -> String {
        if nodes.isEmpty { return "No nodes found.\n" }
        let header = line(host: "Host", "Service Name", "Peer ID", "Status", "Connected Peers")
        return header + nodes.map(line).joined()
    }

    private func line(_ node: NodeRecord) -> String {
        line(
            host: node.id.host.text, node.serviceName, node.fieldText(NodeField.peerID) ?? "-", node.status.rawValue,
            String(node.isMeasured ? node.count(.connectedPeers) ?? 0 : 0))
    }

    /// wnm's column widths; what is longer pushes the rest to the right, and keeps a blank before it.
    private func line(host: String, _ service: String, _ peer: String, _ status: String, _ peers: String) -> String {
        let cells = [(service, 20), (peer, 55), (status, 15)].map { Self.cell($0.0, $0.1) }
        let start = showsHost ? Self.cell(host, 20) : ""
        return start + cells.joined() + DisplayWidth.padded(peers, to: 15, .right) + "\n"
    }

    private static func cell(_ text: String, _ width: Int) -> String {
        let text = PlainText.printable(text)
        return DisplayWidth.of(text) < width ? DisplayWidth.padded(text, to: width, .left) : text + " "
    }

    package var json: JSON? { nodes.map(json).wnmShape(showsHost: showsHost) }

    private func json(_ node: NodeRecord) -> JSON {
        let host: [JSON.Member] = showsHost ? [.init("host", .string(node.id.host.text))] : []
        return .object(
            host + [
                .init("service_name", .string(node.serviceName)),
                .init("peer_id", .string(node.fieldText(NodeField.peerID) ?? "-")),
                .init("status", .string(node.status.rawValue)),
                .init("connected_peers", .integer(node.isMeasured ? node.count(.connectedPeers) ?? 0 : 0)),
            ])
    }

    package var csv: String? {
        Table(
            ["Host", "Service Name", "Peer ID", "Status", "Connected Peers"].map { Table.Column($0) },
            rows: nodes.map { node in
                [
                    node.id.host.text, node.serviceName, node.fieldText(NodeField.peerID) ?? "", node.status.rawValue,
                    node.isMeasured ? node.count(.connectedPeers).map(String.init) ?? "" : "",
                ]
            }
        ).csv
    }
}

extension [NodeRecord] {
    /// By host, then by number as wnm does, then by name.
    var inWnmOrder: [NodeRecord] {
        let keyed = map { (host: $0.id.host, number: $0.number ?? .max, name: $0.id.name, node: $0) }
        return keyed.sorted { ($0.host, $0.number, $0.name) < ($1.host, $1.number, $1.name) }.map(\.node)
    }
}

extension [JSON] {
    /// One node is an object and none an error object, as in wnm; with the host column always an array.
    func wnmShape(showsHost: Bool) -> JSON {
        if showsHost { return .array(self) }
        switch count {
        case 0: return .members(["error": .string("No nodes found")])
        case 1: return self[0]
        default: return .array(self)
        }
    }
}
