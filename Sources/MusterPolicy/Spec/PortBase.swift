import MusterModel

/// A port that follows from a node's number: thousands of the policy × 1000 + number.
struct PortBase: Sendable {
    let field: String
    let key: PolicyKey
    let transport: PortClaim.Transport
    let isPublic: Bool

    static let all = [
        PortBase(field: NodeField.nodePort, key: .portStart, transport: .udp, isPublic: true),
        PortBase(field: NodeField.metricsPort, key: .metricsPortStart, transport: .tcp, isPublic: false),
        PortBase(field: NodeField.rpcPort, key: .rpcPortStart, transport: .tcp, isPublic: false),
    ]

    /// The ports that a launch gives its nodes.
    static func used(by launch: Launch) -> [PortBase] {
        all.filter { base in launch.arguments.contains { $0.contains("{" + base.field + "}") } }
    }

    func claim(number: Int64, kind: String, policy: Policy) throws(SpecError) -> PortClaim {
        let base = (policy.portThousands(key, kind: kind) ?? 0) * 1000
        guard number > 0, let port = UInt16(exactly: base + number), port > 0 else {
            throw .portTooHigh(field: field, number: number)
        }
        return PortClaim(field: field, port: port, transport: transport, isPublic: isPublic)
    }
}
