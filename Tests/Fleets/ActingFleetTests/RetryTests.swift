import FleetHarness
import Testing

extension HandTests {
    /// What a run did not achieve is done by another one, and nothing else is.
    @Suite struct RetryTests {
        @Test func aHostThatWasCutOffIsCaughtUpWithAndTheOtherIsLeftAlone() async throws {
            let scene = try await Scene("units-hand", "users-hand", policy: ["node_cap": "2"])
            try await scene.fill(2)
            try await scene.hosts[1].closeDoor()
            let stop = try await scene.workstation.act(
                "node", "stop", scene.names, "--count", "1", "--yes", "--json", "--timeout", "20s")
            #expect(stop.exitCode == 4, "\(stop)")
            #expect(try await scene.counts() == [1, 2])
            try await scene.hosts[1].openDoor()
            try await retry(stop, in: scene)
            #expect(try await scene.counts() == [1, 1])
            #expect(try await scene.workstation.ledger().count { $0.verb == "stop" && $0.state == "done" } == 2)
            try await scene.expectOrder()
        }

        /// The link dies while a node proves itself; the agent ends that by itself, and nobody does it again.
        @Test func anUpgradeWhoseEndNobodyHeardIsFoundOutAndNotRepeated() async throws {
            let scene = try await Scene("units-hand", policy: ["node_cap": "1", "upgrade_hold": "15"])
            let host = scene.first
            try await scene.fill(1)
            async let cut = scene.workstation.act(
                "node", "upgrade", host.name, "--count", "all", "--host-binary", "/opt/releases/antnode-0.4.18",
                "--yes", "--json")
            try await scene.expect("the new program") { try await host.starts(version: "0.4.18").count == 1 }
            try await host.closeDoor()
            let upgrade = try await cut
            #expect(upgrade.exitCode == 6, "\(upgrade)")
            #expect(try await scene.workstation.ledger().count { $0.open } == 1)
            try await scene.expect("the agent's own end") { try await host.shell("pgrep -f '[m]uster-agent'").isEmpty }
            try await host.openDoor()
            try await retry(upgrade, in: scene)
            #expect(try await host.starts(version: "0.4.18") == ["antnode0001": 1])
            #expect(try await scene.workstation.versions(of: host.name) == ["0.4.18": 1])
            try await scene.expectOrder()
        }

        private func retry(_ run: Outcome, in scene: Scene) async throws {
            let id = try run.decode(RunName.self).run
            try await scene.done("retry", id, "--only", "failed,unreachable,unknown", "--yes")
        }
    }
}

/// The id of a run, in what every verb that touches hosts prints with `--json`.
private struct RunName: Decodable {
    var run: String
}
