import FleetHarness
import Testing

/// Binaries that are no good, on two hosts.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct BrokenReleaseTests {
    /// What is wrong with a release, and the version that it claims.
    @Test(arguments: [("exits", "0.4.20"), ("lonely", "0.4.21"), ("hangs", "0.4.22"), ("stranger", "0.4.23")])
    func oneBrokenBinaryIsRolledBackQuarantinedAndStopsTheRollOut(release: String, version: String) async throws {
        var scene = try await Scene("units-bad", "users-bad")
        try await scene.fill(3)
        let nodes = try await scene.first.processes().map(\.node)
        try scene.set([
            "enable_upgrade": "true", "target_version": version, "antnode_path": "/opt/releases/antnode-\(release)",
            "min_peers": "1",
        ])
        try await scene.watching { watch in
            try await scene.expect("a quarantine", within: .seconds(240), beside: watch) {
                try await scene.workstation.quarantines() > 0
            }
            try await scene.expect("hosts that leave the release alone", beside: watch) {
                scene.decisions(of: watch).allSatisfy { $0.contains("failed a health gate") }
            }
        }
        var tried = 0
        for host in scene.hosts {
            let starts = try await host.starts(version: version)
            tried += starts.count
            #expect(Set(starts.keys).isSubset(of: nodes.prefix(1)), "\(host.name): \(starts)")
        }
        #expect((1...2).contains(tried))
        #expect(try await scene.workstation.versions(of: scene.names) == ["0.4.17": 6])
        try await scene.expectOrder()
    }
}
