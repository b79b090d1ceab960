/// All that an agent must know of a node to act on it; paths are absolute, `..` occurs in none.
package struct NodeSpec: Hashable, Sendable, Codable {
    package var kind: String
    /// Unique on its host, such as `antnode0007`.
    package var name: String
    package var number: Int64?
    package var manager: NodeManager
    /// The unit's name with its suffix; `nil` for a plain process.
    package var unit: String?
    /// Who runs the process; `nil` for whoever owns the manager.
    package var user: String?
    /// The only directory below which anything of the node may ever be deleted.
    package var storage: String
    package var dataDirectory: String
    package var logDirectory: String?
    /// The node's own copy of the program.
    package var binary: String
    package var arguments: [String]
    package var environment: [String: String]
    package var ports: [PortClaim]
    package var rewardsAddress: String?
    /// The file that is the node's identity, below the data directory.
    package var identityFile: String?
    package var startAtBoot: Bool
    package var firewall: FirewallKind

    package init(
        kind: String, name: String, number: Int64? = nil, manager: NodeManager, unit: String? = nil,
        user: String? = nil, storage: String, dataDirectory: String, logDirectory: String? = nil, binary: String,
        arguments: [String] = [], environment: [String: String] = [:], ports: [PortClaim] = [],
        rewardsAddress: String? = nil, identityFile: String? = nil, startAtBoot: Bool = true,
        firewall: FirewallKind = .none
    ) {
        self.kind = kind
        self.name = name
        self.number = number
        self.manager = manager
        self.unit = unit
        self.user = user
        self.storage = storage
        self.dataDirectory = dataDirectory
        self.logDirectory = logDirectory
        self.binary = binary
        self.arguments = arguments
        self.environment = environment
        self.ports = ports
        self.rewardsAddress = rewardsAddress
        self.identityFile = identityFile
        self.startAtBoot = startAtBoot
        self.firewall = firewall
    }
}

/// What owns a node's process.
package enum NodeManager: Hashable, Sendable {
    case systemd
    /// The manager of the user with that uid.
    case systemdUser(UInt32)
    /// Nobody: a process in a session of its own, known by pid and start time.
    case process
}

extension NodeManager: Codable, CustomStringConvertible, LosslessStringConvertible {
    /// `systemd`, `systemd-user:1000` or `process`.
    package var description: String {
        switch self {
        case .systemd: "systemd"
        case .systemdUser(let uid): "systemd-user:\(uid)"
        case .process: "process"
        }
    }

    package init?(_ description: String) {
        switch description {
        case "systemd": self = .systemd
        case "process": self = .process
        default:
            let prefix = "systemd-user:"
            guard description.hasPrefix(prefix), let uid = UInt32(description.dropFirst(prefix.count)) else {
                return nil
            }
            self = .systemdUser(uid)
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = NodeManager(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a manager of nodes")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A port that a node listens on.
package struct PortClaim: Hashable, Sendable, Codable {
    package enum Transport: String, Hashable, Sendable, Codable { case udp, tcp }

    /// The node's field that holds it, such as `node_port`.
    package var field: String
    package var port: UInt16
    package var transport: Transport
    /// Whether others must reach it: opened in the firewall on start, closed on stop and removal.
    package var isPublic: Bool

    package init(field: String, port: UInt16, transport: Transport, isPublic: Bool) {
        self.field = field
        self.port = port
        self.transport = transport
        self.isPublic = isPublic
    }
}

/// What filters packets on a host; only rules with Muster's own comment are ever touched.
package enum FirewallKind: String, Hashable, Sendable, Codable, CaseIterable {
    case none
    case ufw
    case nftables
}
