import MusterIO
import MusterModel

/// The nodes that antctl believes to be its own; only ever read.
enum AntctlRegistry {
    struct Entry: Hashable, Sendable {
        var name: String
        var dataDirectory: String?
        var ports: [UInt16]
    }

    private static let limits = JSONLimits(bytes: 8 << 20, depth: 32, members: 500_000, stringBytes: 1 << 20)

    /// Entries that antctl has not removed; none where there is no registry that can be read; may block.
    static func entries(_ path: String, _ root: HostRoot) -> [Entry] {
        guard (try? FileInfo.of(root.path(path), followingLinks: false))?.kind == .file,
            let bytes = try? File.read(root.path(path), limit: limits.bytes),
            let document = try? JSON.parse(bytes, limits: limits), let nodes = document["nodes"]?.array
        else { return [] }
        return nodes.compactMap { entry($0) }
    }

    private static func entry(_ node: JSON) -> Entry? {
        guard let name = node["service_name"]?.string, node["status"]?.string?.lowercased() != "removed" else {
            return nil
        }
        let numbers = ["node_port", "metrics_port"].compactMap { node[$0]?.integer.flatMap { UInt16(exactly: $0) } }
        let rpc = node["rpc_socket_addr"]?.string?.split(separator: ":").last.flatMap { UInt16($0) }
        return Entry(
            name: name, dataDirectory: node["data_dir_path"]?.string, ports: numbers + [rpc].compactMap { $0 })
    }

    /// Where registries lie: the system's and those of users.
    static func paths(_ users: UserDatabase) -> [String] {
        let homes = HostHomes.owners(users.users).map { $0.home + "/.local/share/autonomi/node/node_registry.json" }
        return ["/var/antctl/node_registry.json"] + homes
    }

    /// The registry that lists a node by its data directory, if one does; may block.
    static func path(listing node: NodeSpec, _ root: HostRoot, _ users: UserDatabase) -> String? {
        paths(users).first { path in
            entries(path, root).contains { $0.dataDirectory == node.dataDirectory }
        }
    }
}
