/// The name of one setting that is resolved by itself: the nearest level that has it wins.
package enum SettingPath: Hashable, Comparable, Sendable, CustomStringConvertible {
    case addresses, port, user, identity, via, become, services
    case label(String)
    case policy(String)
    case kindPolicy(kind: String, key: String)

    package var description: String {
        switch self {
        case .addresses: "addresses"
        case .port: "port"
        case .user: "user"
        case .identity: "identity"
        case .via: "via"
        case .become: "become"
        case .services: "services"
        case .label(let name): "labels.\(name)"
        case .policy(let key): "policy.\(key)"
        case .kindPolicy(let kind, let key): "services.\(kind).policy.\(key)"
        }
    }
}
