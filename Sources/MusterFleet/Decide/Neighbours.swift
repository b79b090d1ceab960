import MusterModel
import MusterStore

/// What hosts have in common with others: the ports of a public address, the weights of a scope's wallets.
///
/// Each scope and each address is read once, however many hosts it has.
struct Neighbours: Sendable {
    /// Ports of each host's nodes, by the label `nat`.
    private let ports: [String: [HostName: Set<UInt16>]]
    /// Nodes by address, by scope.
    private let drawn: [String: [String: Int]]

    init(of hosts: [HostTarget], among inventory: [HostTarget], _ store: Store) async throws(StoreError) {
        ports = try await Self.ports(of: Set(hosts.compactMap(\.nat)), inventory, store)
        drawn = try await Self.drawn(Set(hosts.flatMap(\.scopes)), inventory, store)
    }

    /// Ports that nodes of a host must not get although they are free on it.
    func ports(beside host: HostTarget) -> [UInt16] {
        guard let nat = host.nat, let hosts = ports[nat] else { return [] }
        return hosts.filter { $0.key != host.name }.values.reduce(into: Set()) { $0.formUnion($1) }.sorted()
    }

    /// Nodes by kind and address over the scope that set the kind's `rewards_address`.
    func drawn(_ host: HostTarget) -> [String: [String: Int]] {
        let counts = host.kinds.map { ($0.name, drawn[host.walletScope(of: $0.name)] ?? [:]) }
        return Dictionary(counts) { first, _ in first }
    }

    private static func ports(
        of addresses: Set<String>, _ inventory: [HostTarget], _ store: Store
    ) async throws(StoreError) -> [String: [HostName: Set<UInt16>]] {
        guard !addresses.isEmpty else { return [:] }
        let sharing = inventory.filter { $0.nat.map(addresses.contains) ?? false }
        let claimed = try await store.claimedPorts(of: sharing.map(\.name))
        var ports: [String: [HostName: Set<UInt16>]] = [:]
        for host in sharing {
            if let nat = host.nat { ports[nat, default: [:]][host.name] = claimed[host.name] }
        }
        return ports
    }

    private static func drawn(
        _ scopes: Set<String>, _ inventory: [HostTarget], _ store: Store
    ) async throws(StoreError) -> [String: [String: Int]] {
        // Kind by kind: a scope may be one kind's, and a host has one in each.
        var members: [String: [String: [HostName]]] = [:]
        for host in inventory {
            for kind in host.kinds.map(\.name) {
                let scope = host.walletScope(of: kind)
                if scopes.contains(scope) { members[scope, default: [:]][kind, default: []].append(host.name) }
            }
        }
        var drawn: [String: [String: Int]] = [:]
        for (scope, kinds) in members {
            for (kind, hosts) in kinds {
                let counts = try await store.addresses(of: hosts)[kind] ?? [:]
                drawn[scope, default: [:]].merge(counts, uniquingKeysWith: +)
            }
        }
        return drawn
    }
}

extension HostTarget {
    fileprivate var scopes: [String] { kinds.map { walletScope(of: $0.name) } }
}
