/// One host of the inventory with every setting resolved: all that is needed to reach and survey it.
package struct HostTarget: Hashable, Sendable, Codable {
    package var name: HostName
    /// Names or numeric addresses, in the order in which to try them; empty means the host's own name.
    package var addresses: [String]
    /// `nil` leaves it to the SSH configuration, then 22.
    package var port: UInt16?
    /// `nil` leaves it to the SSH configuration, then the operator's own name.
    package var user: String?
    /// Key files to offer first, before the SSH configuration's.
    package var identityFiles: [String]
    /// Relays to reach it through, in order; empty means directly (or as the SSH configuration says).
    package var via: [HostName]
    package var become: Become
    package var labels: [String: String]
    package var groups: [String]
    /// The kinds of service to look for, complete values.
    package var kinds: [ServiceKind]
    package var policy: Policy
    /// By kind: the level that set its `rewards_address`, such as `group home`; `nil` in what an earlier Muster wrote.
    ///
    /// Nodes of all hosts with an equal one share its weights.
    package var walletScopes: [String: String]?

    package enum Become: String, Hashable, Sendable, Codable, CaseIterable {
        case none
        /// The agent runs as root through `sudo -n`.
        case sudo
    }

    package init(
        name: HostName, addresses: [String] = [], port: UInt16? = nil, user: String? = nil,
        identityFiles: [String] = [], via: [HostName] = [], become: Become = .none, labels: [String: String] = [:],
        groups: [String] = [], kinds: [ServiceKind] = [], policy: Policy = Policy(),
        walletScopes: [String: String]? = nil
    ) {
        self.name = name
        self.addresses = addresses
        self.port = port
        self.user = user
        self.identityFiles = identityFiles
        self.via = via
        self.become = become
        self.labels = labels
        self.groups = groups
        self.kinds = kinds
        self.policy = policy
        self.walletScopes = walletScopes
    }
}

extension HostTarget {
    /// Hosts with an equal one share one public address and its ports.
    package var nat: String? { labels["nat"] }

    /// Where the weights of `rewards_address` count for a kind; the host alone where nobody knows which level set them.
    package func walletScope(of kind: String) -> String { walletScopes?[kind] ?? "host \(name) \(kind)" }
}
