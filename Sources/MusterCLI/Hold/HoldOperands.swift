import ArgumentParser
import MusterInventory
import MusterModel
import MusterStore

/// The hosts and nodes that a hold is about.
struct HoldOperands {
    /// A host, or a node of it.
    struct One: Hashable {
        let host: HostName
        let node: String?

        var text: String { node.map { "\(host)/\($0)" } ?? host.text }
    }

    let all: [One]

    /// Words with a `/` are nodes; the others select hosts, none of them all where `--all` says so.
    init(_ options: HostOptions, _ change: ChangeOptions, in inventory: Inventory, _ store: Store) async throws {
        let nodes = try options.words.filter { $0.contains("/") && $0 != "where" }.map { try NodeID(operand: $0) }
        var hosts = options
        hosts.words = options.words.filter { !$0.contains("/") }
        var all = nodes.map { One(host: $0.host, node: $0.name) }
        if !hosts.words.isEmpty || change.all {
            let freshness = Freshness(now: Timestamp(milliseconds: 0), staleAfter: .zero)
            let selection = try await hosts.selection(from: inventory, store: store, freshness: freshness)
            all += selection.hosts.map { One(host: $0, node: nil) }
        }
        self.all = all
        try await Self.check(nodes, in: inventory, store)
    }

    /// A word that means nothing must not pass for one that is obeyed.
    private static func check(_ nodes: [NodeID], in inventory: Inventory, _ store: Store) async throws {
        for (host, named) in Dictionary(grouping: nodes, by: \.host) {
            guard inventory[host] != nil else { throw StoreError.unknownHost(host) }
            let known = Set(try await store.nodes(of: host).map(\.id))
            if let stranger = named.first(where: { !known.contains($0) }) { throw StoreError.unknownNode(stranger) }
        }
    }
}
