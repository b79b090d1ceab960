import FleetHarness
import Testing

/// What else is done on a host while an upgraded node proves itself there.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct ProvingTests {
    @Test func pressureIsAnsweredWhileAnUpgradeProvesItself() async throws {
        var scene = try await Scene("units-prove", policy: ["mem_less_than": "35", "mem_remove": "72"])
        let host = scene.first
        try await scene.fill(3)
        let nodes = try await host.processes()
        try scene.set([
            "enable_upgrade": "true", "target_version": "0.4.18", "antnode_path": "/opt/releases/antnode-0.4.18",
            "upgrade_hold": "45", "delay_upgrade": "15",
        ])
        try await scene.watching { watch in
            try await scene.expect("the new program", beside: watch) {
                try await host.starts(version: "0.4.18").count == 1
            }
            try await host.tell(nodes, "hold_mb = 270")
            try await scene.expect("the youngest stopped", beside: watch) {
                try await host.processes().count == 2
            }
            let ledger = try await scene.workstation.ledger()
            #expect(ledger.contains { $0.verb == "upgrade" && $0.open }, "it had proven itself before: \(ledger)")
            #expect(try await !host.running().contains(nodes[2].node), "\(watch.output)")
            try await scene.expect("the upgraded node's proof", beside: watch) {
                try await scene.workstation.ledger().contains { $0.verb == "upgrade" && $0.state == "done" }
            }
        }
        #expect(try await host.starts(version: "0.4.18")[nodes[0].node] == 1)
    }
}
