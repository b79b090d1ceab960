import MusterModel

/// Why a node cannot be described well enough to act on it.
package enum SpecError: UserFacingError, Hashable {
    case noLaunch(kind: String)
    case noRewardsAddress(kind: String)
    case noDonateAddress(kind: String)
    case noBinary(kind: String)
    case unsupportedManager(String)
    case needsRoot(String)
    /// A manager of a user's own, although the agent is root.
    case needsUser(String)
    case noHome
    case portTooHigh(field: String, number: Int64)
    case lacking(node: String, field: String)
    case wordUnknown(String, kind: String)

    package var message: String {
        switch self {
        case .noLaunch(let kind): "kind \(kind) does not say how its nodes are made"
        case .noRewardsAddress(let kind): "no `rewards_address` is written for \(kind)"
        case .noDonateAddress(let kind): "`rewards_address` of \(kind) names `donate`, which has no address"
        case .noBinary(let kind):
            "no binary is known for \(kind): `antnode_path` names one, or --binary of `node` and `watch`"
        case .unsupportedManager(let name): "nodes of the process manager \(name) cannot be made or changed"
        case .needsRoot(let name): "process manager \(name) needs an agent that is root"
        case .needsUser(let name): "process manager \(name) needs an agent that is no root"
        case .noHome: "the home directory of the agent's user is not known"
        case .portTooHigh(let field, let number): "\(field) of node \(number) would be above 65535"
        case .lacking(let node, let field): "\(field) of \(node) is not known"
        case .wordUnknown(let word, let kind): "the launch of \(kind) holds {\(word)}, which means nothing"
        }
    }

    package var fix: String? {
        switch self {
        case .noLaunch: "write `launch:` in the kind's file"
        case .noRewardsAddress: "write `rewards_address` in the policy"
        case .noDonateAddress: "write `donate_address` under the same `policy:`"
        case .noBinary: "write `antnode_path`, or give --binary"
        case .unsupportedManager: "write `process_manager` systemd+sudo, systemd+user, setsid+sudo or setsid+user"
        case .needsRoot: "write `become: sudo` for the host, or another `process_manager`"
        case .needsUser: "write `become: none` for the host, or another `process_manager`"
        case .noHome: "write `node_storage` as an absolute path"
        case .portTooHigh(let field, _): "write a lower \(field)_start, or fewer nodes"
        case .lacking: "survey the host, with root if the node is another user's"
        case .wordUnknown: "see docs/kinds.md for the words of a launch"
        }
    }
}
