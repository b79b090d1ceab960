import FleetHarness
import Testing

/// What operators do by hand, on three hosts that the suites within use by turns.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct HandTests {}

/// Keys of removed nodes, and what becomes of them.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct KeyTests {
    /// By which of its two verbs a node gets an archived key.
    @Test(arguments: [["node", "restore"], ["node", "add", "--count", "1"]])
    func aRemovedNodeComesBackAsItself(verb: [String]) async throws {
        let scene = try await Scene("users-keys", policy: ["node_cap": "2"])
        let host = scene.first
        try await scene.fill(2)
        try await scene.done("survey", host.name)
        let peers = try await scene.peers(of: host)
        try await scene.done("node", "remove", "--node", "\(host.name)/antnode0001", "--yes")
        #expect(try await host.running() == ["antnode0002"])
        let key = try #require(try await scene.keys(of: host).first)
        #expect(key.node == "antnode0001")
        try await scene.done(verb + [host.name, "--identity", key.name, "--yes"])
        try await scene.done("survey", host.name)
        #expect(peers.count == 2)
        #expect(try await scene.peers(of: host) == peers)
        #expect(try await host.processes().count == 2)
        #expect(try await scene.keys(of: host).isEmpty)
        let another = try await scene.workstation.act([
            "node", "restore", host.name, "--identity", key.name, "--yes",
        ])
        #expect(another.exitCode != 0, "one key made two nodes: \(another)")
        #expect(try await host.processes().count == 2)
        try await scene.expectOrder()
    }
}

extension HandTests {
    /// What a teardown takes, and what it leaves.
    @Suite struct TeardownTests {
        @Test func aTeardownTakesTheNodesOfTheChosenHostsAndLeavesTheirKeys() async throws {
            let scene = try await Scene("units-hand", "users-hand", "plain-hand", policy: ["node_cap": "2"])
            try await scene.fill(2)
            let before = try await scene.hosts[1].processes()
            let words = ["teardown", "*-hand", "--except", "users-hand"]
            for (more, code) in [(["--yes"], Int32(2)), (["--confirm", "--yes=3"], 7)] {
                let refused = try await scene.workstation.act(words + more)
                #expect(refused.exitCode == code, "\(refused)")
            }
            #expect(try await scene.counts() == [2, 2, 2])
            let keys = try await scene.hosts.asyncMap { try await $0.shell(Self.keysOfNodes) }
            try await scene.done(words + ["--confirm", "--yes=4"])
            #expect(try await scene.hosts[1].processes() == before)
            for (host, keys) in [(scene.hosts[0], keys[0]), (scene.hosts[2], keys[2])] {
                #expect(try await host.processes().isEmpty)
                #expect(try await host.shell(Self.leftOfNodes).isEmpty)
                #expect(try await host.shell(Self.archivedKeys) == keys)
                // The agent is no node: it goes when that is asked for, and takes the keys with it never.
                #expect(try await !host.shell(Self.agents).isEmpty)
                try await scene.done("agent", "remove", host.name)
                #expect(try await host.shell(Self.agents).isEmpty)
                #expect(try await host.shell(Self.archivedKeys) == keys)
            }
            try await scene.expectOrder()
        }

        /// The places of nodes' data, seen from their storage.
        private static func places(_ name: String) -> String {
            "/var/antctl/services/\(name) /home/ant/.local/share/autonomi/node/\(name)"
        }

        private static let keysOfNodes = "cat \(places("antnode*/secret-key")) 2>/dev/null | sha256sum"
        private static let archivedKeys =
            "cat $(ls -d \(places(".muster-archive/*")) 2>/dev/null | grep -v json) | sha256sum"
        private static let leftOfNodes =
            "ls -d \(places("antnode*")) \(places(".muster-tombstone*")) /etc/systemd/system/antnode* 2>/dev/null"
        private static let agents =
            "ls -d /usr/local/lib/muster/agent/* /home/*/.local/share/muster/agent/* 2>/dev/null"
    }
}

extension Scene {
    /// Runs `muster`, which must do all of what is asked.
    func done(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await done(arguments, sourceLocation: sourceLocation)
    }

    func done(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let outcome = try await workstation.act(arguments)
        try #require(outcome.exitCode == 0, "\(arguments): \(outcome)", sourceLocation: sourceLocation)
    }

    /// Peer ids of the nodes that run.
    fileprivate func peers(of host: PracticeHost) async throws -> [String] {
        let report = try await workstation.act("report", "node-status-details", "--host", host.name, "--json")
        let nodes = try report.decode([NodeDetails].self).filter { $0.status == "RUNNING" }
        return nodes.map { $0.peer ?? "" }.sorted()
    }

    /// What a host keeps in its archive.
    fileprivate func keys(of host: PracticeHost) async throws -> [ArchivedKey] {
        let listed = try await workstation.act("archive", "list", host.name, "--json")
        try #require(listed.exitCode == 0, "\(listed)")
        return try listed.decode(Archives.self).hosts.flatMap { $0.archive ?? [] }
    }
}

/// The little of `report node-status-details --json` that tests look at.
private struct NodeDetails: Decodable {
    var status: String
    var peer: String?

    enum CodingKeys: String, CodingKey {
        case status
        case peer = "peer_id"
    }
}

/// The little of `archive list --json` that tests look at.
private struct Archives: Decodable {
    struct Host: Decodable { var archive: [ArchivedKey]? }

    var hosts: [Host]
}

private struct ArchivedKey: Decodable {
    var name: String
    var node: String
}

extension Sequence where Element: Sendable {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
