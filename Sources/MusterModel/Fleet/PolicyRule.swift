/// What a policy key accepts and means.
package struct PolicyRule: Sendable {
    package var type: PolicyType
    package var scope: PolicyScope
    package var `default`: PolicyDefault
    /// `%`, `s`, `ms`, `B/s`, `nodes`, …; `nil` for texts, choices and plain numbers.
    package var unit: String?
    /// One line for `docs/`, editors and `explain`.
    package var help: String

    init(
        _ type: PolicyType, _ scope: PolicyScope, default: PolicyDefault = .none, unit: String? = nil, _ help: String
    ) {
        self.type = type
        self.scope = scope
        self.default = `default`
        self.unit = unit
        self.help = help
    }
}

/// Where a policy key may be set.
package enum PolicyScope: String, Sendable, CaseIterable {
    /// A limit above the hosts: in `defaults` only.
    case fleet
    /// One value for a machine, whatever runs on it.
    case host
    /// For a machine, or for one kind of service on it.
    case kind
}

package enum PolicyType: Sendable, Hashable {
    case whole(ClosedRange<Int64>)
    case real(ClosedRange<Double>)
    /// `true` or `false`, kept as that text.
    case flag
    case choice([String])
    /// Printable text on one line.
    case text
    /// An absolute path, or one that begins with `~/`.
    case path
    case version
    /// `address[:weight][,…]`, where an address may be `donate` or `faucet`.
    case wallets
    /// One address.
    case address
    /// `NAME=value` words.
    case environment
}

package enum PolicyDefault: Sendable, Hashable {
    case none
    case value(Scalar)
    /// This many for each processor of the host.
    case perCore(Double)

    /// The default on a host with that many processors; a per-core default is unknown without them.
    package func resolved(cores: Int?) -> Scalar? {
        switch self {
        case .none: nil
        case .value(let value): value
        case .perCore(let factor): cores.map { .real(Double($0) * factor) }
        }
    }
}
