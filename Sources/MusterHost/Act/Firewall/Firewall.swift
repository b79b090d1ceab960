import MusterIO
import MusterModel

/// Lets others reach a node's public ports, by rules that carry our comment; no other rule is touched.
protocol Firewall: Sendable {
    /// Opens what is not open yet.
    func open(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)

    /// Takes away all rules of the node.
    func close(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)
}

extension Firewall {
    /// By which a rule is known to be a node's.
    static func comment(_ name: String) -> String { "muster:" + name }

    func comment(_ node: NodeSpec) -> String { Self.comment(node.name) }
}

extension NodeSpec {
    /// Whether its ports stay open after a reboot; where not, whoever starts it opens them again.
    var keepsPortsOpen: Bool { firewall != .nftables || manager == .systemd }
}

extension HostActions {
    /// `nil` where nothing filters packets.
    func firewall(of node: NodeSpec) throws(ActionFailure) -> (any Firewall)? {
        guard node.firewall != .none else { return nil }
        guard uid == 0 else {
            throw .refused(
                .denied, "firewall rules are root's, and the agent runs as uid \(uid)",
                fix: "set `become: sudo`, or firewall: none")
        }
        switch node.firewall {
        case .none: return nil
        case .ufw: return Ufw(runner: runner)
        case .nftables: return Nftables(runner: runner)
        }
    }
}
