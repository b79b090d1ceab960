import FleetHarness
import Testing

extension HandTests {
    /// A host where all that an SSH session started ends with it: `KillUserProcesses=yes`.
    @Suite struct SessionEndTests {
        @Test(arguments: ["plain-hand", "units-hand"])
        func nodesAndAnActingAgentOutliveTheSession(name: String) async throws {
            let scene = try await Scene(name, policy: ["node_cap": "2", "upgrade_hold": "15"])
            let host = scene.first
            try await host.shell(Self.killing(true))
            try await scene.expect("the end of what a session leaves behind") {
                _ = try await scene.workstation.ssh(name, "setsid sleep 7777 >/dev/null 2>&1 & sleep 0.2")
                try await Self.sessionsEnd(on: host)
                return try await host.shell("pgrep -f '[s]leep 7777'").isEmpty
            }
            try await scene.fill(2)
            try await Self.sessionsEnd(on: host)
            #expect(try await host.running() == ["antnode0001", "antnode0002"])

            let upgrade = try scene.workstation.start(
                "node", "upgrade", name, "--node", "\(name)/antnode0001", "--host-binary",
                "/opt/releases/antnode-0.4.18", "--yes")
            try await scene.expect("the new program", beside: upgrade) {
                try await host.starts(version: "0.4.18").count == 1
            }
            try await upgrade.killHard()
            try await host.cutLinks()
            try await Self.sessionsEnd(on: host)
            #expect(try await !host.shell("pgrep -f '[m]uster-agent'").isEmpty, "the agent died with its session")
            try await scene.expect("the agent's own end") { try await host.shell("pgrep -f '[m]uster-agent'").isEmpty }
            try await scene.done("apply", name)
            let entry = try #require(try await scene.workstation.ledger().last { $0.verb == "upgrade" })
            #expect(entry.state == "done")
            #expect(entry.message == nil, "found by a survey, not told by the agent: \(entry)")
            #expect(try await host.starts(version: "0.4.18") == ["antnode0001": 1])
            #expect(try await host.running() == ["antnode0001", "antnode0002"])
            try await scene.expectOrder()
            try await host.shell(Self.killing(false))
        }

        private static func killing(_ kills: Bool) -> String {
            """
            mkdir -p /etc/systemd/logind.conf.d
            printf '[Login]\\nKillUserProcesses=\(kills ? "yes" : "no")\\n' >/etc/systemd/logind.conf.d/kill.conf
            systemctl restart systemd-logind.service
            """
        }

        /// Waits until systemd has no session any more, and so has ended whatever it was to end.
        private static func sessionsEnd(on host: PracticeHost) async throws {
            let ended = try await eventually(within: .seconds(60)) {
                try await host.shell("systemctl list-units --no-legend --plain --state=active 'session-*.scope'")
                    .isEmpty
            }
            #expect(ended, "sessions go on")
        }
    }
}
