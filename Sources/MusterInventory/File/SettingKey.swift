/// A key that `defaults`, a group or a host may hold.
package enum SettingKey: String, CaseIterable, Sendable {
    case addresses, port, user, identity, via, become, labels, nat, service, services, policy

    /// One line for `docs/` and for editors.
    package var help: String {
        switch self {
        case .addresses: "names or numeric addresses, tried in order, the next one after 250 ms"
        case .port: "port of the host's sshd"
        case .user: "whom to log in as"
        case .identity: "private key files to offer first"
        case .via: "hosts to reach it through; the first that works"
        case .become: "sudo runs the agent as root through sudo -n"
        case .labels: "words of your own to select hosts by"
        case .nat: "hosts with one nat share one public address and its ports"
        case .service: "the kind of service to look for, or a list of kinds"
        case .services: "kinds of service to look for, each with a policy of its own"
        case .policy: "thresholds, caps and delays"
        }
    }

    /// An address names one machine, so only a host can have it.
    package var isForHostsOnly: Bool { self == .addresses }

    package static var hostKeys: [String] { allCases.map(\.rawValue) }
    package static var sharedKeys: [String] { allCases.filter { !$0.isForHostsOnly }.map(\.rawValue) }
    package static var groupKeys: [String] { ["hosts", "priority"] + sharedKeys }
    package static let fileKeys = ["version", "defaults", "groups", "hosts"]
    package static let serviceKeys = ["policy"] + kindOnlyKeys
    /// Policy keys that may also stand beside `policy` in a service.
    package static let kindOnlyKeys = ["relief", "relief_priority"]
}
