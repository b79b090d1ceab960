/// What goes back for a request: a head, and a body that a behaviour may have spoilt.
struct PageResponse {
    var bytes: [UInt8]
    /// Repeated until the peer hangs up.
    var endlessly: [UInt8]?
    var closes: Bool

    private static let contentType = "application/openmetrics-text;charset=utf-8;version=1.0.0"

    init(page: String?, request: PageRequest, behaviour: Behaviour) {
        guard let page, request.method == "GET" else {
            self.init(status: request.method == "GET" ? 404 : 405, body: [], closes: !request.keepsConnection)
            return
        }
        let body = Array(page.utf8)
        let closes = !request.keepsConnection
        switch behaviour.body {
        case .page: self.init(status: behaviour.status, body: body, closes: closes)
        case .empty: self.init(status: behaviour.status, body: [], closes: closes)
        case .garbage: self.init(status: behaviour.status, body: Self.garbage, closes: closes)
        case .binary: self.init(status: behaviour.status, body: Self.binary, closes: closes)
        case .truncated:
            self.init(status: behaviour.status, body: body, closes: true)
            bytes.removeLast(body.count / 2)
        case .endless:
            self.init(endless: Array("ant_node_uptime 1\n".utf8), status: behaviour.status)
        case .longLine:
            self.init(status: behaviour.status, body: [UInt8](repeating: 0x61, count: 64 << 20), closes: true)
        }
    }

    private init(status: UInt16, body: [UInt8], closes: Bool) {
        bytes = Self.head(status, "Content-Length: \(body.count)\r\n") + body
        self.closes = closes
    }

    private init(endless piece: [UInt8], status: UInt16) {
        bytes = Self.head(status, "Connection: close\r\n")
        endlessly = [[UInt8]](repeating: piece, count: 4096).flatMap(\.self)
        closes = true
    }

    private static func head(_ status: UInt16, _ more: String) -> [UInt8] {
        let reason = status == 200 ? "OK" : status == 404 ? "Not Found" : "Status"
        return Array("HTTP/1.1 \(status) \(reason)\r\nContent-Type: \(contentType)\r\n\(more)\r\n".utf8)
    }

    private static let garbage = Array(
        "<html>ant_node_uptime</html>\nant_node_uptime{ 12\n# TYPE\nant_node_uptime NaN NaN NaN\n{}{}{} = \"\n".utf8)
    private static let binary = (0..<16_384).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 8) }
}
