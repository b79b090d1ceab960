import FleetHarness
import Foundation
import Testing

/// Upgrades that roll over three hosts.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct UpgradeTests {
    @Test func anUpgradeRollsOldestFirst() async throws {
        var scene = try await Scene("units-roll", "users-roll", "plain-roll")
        try await scene.fill(3)
        var before: [[String]] = []
        for host in scene.hosts { before.append(try await host.processes().map(\.node)) }
        try scene.set(Self.target("0.4.18"))
        try await scene.watching { watch in
            try await scene.expect("the new version everywhere", within: .seconds(300), beside: watch) {
                try await scene.workstation.versions(of: scene.names) == ["0.4.18": 9]
            }
        }
        for (host, nodes) in zip(scene.hosts, before) {
            let order = try await host.record().filter { $0.word == "start" && $0.version == "0.4.18" }.map(\.node)
            #expect(order == nodes, "\(host.name)")
        }
        #expect(try await scene.workstation.ledger().count { $0.verb == "upgrade" && $0.state == "done" } == 9)
        try await scene.expectOrder()
    }

    /// The release has no peers, which is no fault any more where nobody asks for peers and the node had none before.
    @Test func aReleaseUnderQuarantineIsTriedOnceMoreOnlyWhenThatIsSaid() async throws {
        var scene = try await Scene("units-roll", policy: ["node_cap": "2", "min_peers": "1"])
        let host = scene.first
        try await scene.fill(2)
        func upgrade(_ node: String, _ more: [String] = []) async throws -> Outcome {
            let words = ["node", "upgrade", "--node", "\(host.name)/\(node)", "--yes"]
            return try await scene.workstation.act(words + ["--host-binary", "/opt/releases/antnode-lonely"] + more)
        }
        let first = try await upgrade("antnode0001")
        #expect(first.exitCode == 3, "\(first)")
        #expect(try await scene.workstation.quarantines() == 1)
        try await host.tell(try await host.processes(), "peers = 0")
        try scene.set(["min_peers": "0"])
        for more in [["--version", "0.4.21"], []] {
            let refused = try await upgrade("antnode0002", more)
            #expect(refused.exitCode != 0, "\(refused)")
            #expect(refused.description.contains("quarantine"), "\(refused)")
        }
        #expect(try await host.starts(version: "0.4.21") == ["antnode0001": 1])
        let again = try await upgrade("antnode0002", ["--version", "0.4.21", "--again"])
        #expect(again.exitCode == 0, "\(again)")
        #expect(try await host.starts(version: "0.4.21") == ["antnode0001": 1, "antnode0002": 1])
        #expect(try await host.running(version: "0.4.21") == 1)
        #expect(try await scene.workstation.quarantines() == 0)
        try await scene.expectOrder()
    }

    @Test func aBinaryOfTheWorkstationIsPushedOnceAndRunsWithoutAPath() async throws {
        let scene = try await Scene("units-roll", "plain-roll")
        try await scene.fill(2)
        let binary = "\(scene.workstation.fleet.directory)/releases/antnode-0.4.19"
        let outcome = try await scene.workstation.act(
            "node", "upgrade", scene.names, "--count", "all", "--binary", binary, "--version", "0.4.19", "--yes")
        #expect(outcome.exitCode == 0, "\(outcome)")
        _ = try await scene.workstation.act("survey", scene.names)
        #expect(try await scene.workstation.versions(of: scene.names) == ["0.4.19": 4])
    }

    private static func target(_ version: String) -> [String: String] {
        [
            "enable_upgrade": "true", "target_version": version,
            "antnode_path": "/opt/releases/antnode-\(version)",
        ]
    }
}

extension Workstation {
    /// How many nodes run each version, by the last surveys.
    func versions(of hosts: String) async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for node in try await nodes(of: hosts) {
            if let version = node.version { counts[version, default: 0] += 1 }
        }
        return counts
    }

    /// The nodes of hosts, by the last surveys.
    func nodes(of hosts: String) async throws -> [NodesView.Node] {
        try await act("report", "nodes", hosts, "--json").decode(NodesView.self).nodes
    }

    /// How many releases are under quarantine.
    func quarantines() async throws -> Int {
        try await act("brake", "status", "--json").decode(Restraints.self).quarantines.count
    }

    /// Puts a release of that version into the `/opt/releases` of hosts.
    func lay(_ version: String, on hosts: [PracticeHost]) async throws {
        let script = Self.checkout.appending(path: "Tests/Fleets/release.sh").path
        for host in hosts {
            let path = "\(fleet.directory)/\(host.name)/root/opt/releases/antnode-\(version)"
            let settings = "version=\(version);pace=600;record=/var/log/antnode/starts"
            let outcome = try await run([script, "\(fleet.directory)/antnode", path, settings], within: .seconds(60))
            guard outcome.exitCode == 0 else { throw HarnessError.said(outcome.description) }
        }
    }
}

/// The little of `brake status --json` that tests look at.
private struct Restraints: Decodable {
    struct Quarantine: Decodable { var sha256: String }

    var quarantines: [Quarantine]
}

/// The little of `report nodes --json` that tests look at.
struct NodesView: Decodable {
    struct Node: Decodable {
        var host: String
        var name: String
        var status: String
        var version: String?

        enum CodingKeys: String, CodingKey {
            case host, status, version
            case name = "node"
        }
    }

    var nodes: [Node]
}
