import FleetHarness
import Foundation
import Testing

/// What may look like a reason to act and is none.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct EvidenceTests {
    @Test func aSurveyWithoutRootAfterOneWithRootLosesNothing() async throws {
        var scene = try await Scene("units-edge", policy: ["node_cap": "2"])
        let host = scene.first
        try await scene.fill(2)
        try await host.shell("chmod 700 /var/antctl/services")
        scene.inventory.settings["become"] = "none"
        try scene.workstation.write(scene.inventory)
        let before = try await scene.workstation.ledger()
        let applied = try await scene.workstation.act("apply", scene.names)
        let nodes = try await scene.workstation.nodes(of: scene.names)
        #expect(nodes.map(\.name) == ["antnode0001", "antnode0002"], "\(applied)")
        #expect(!nodes.contains { $0.status == "DEAD" || $0.status == "STOPPED" }, "\(nodes)")
        #expect(try await host.processes().count == 2)
        #expect(try await scene.workstation.ledger().map(\.id) == before.map(\.id), "\(applied)")
    }

    @Test func anOperatorsStopHoldsBesideAWatch() async throws {
        let scene = try await Scene("units-edge")
        let host = scene.first
        try await scene.fill(3)
        try await scene.watching { watch in
            try await scene.expectLooks(of: watch)
            let stop = try await scene.workstation.act("node", "stop", "--node", "\(host.name)/antnode0002", "--yes")
            #expect(stop.exitCode == 0, "\(stop)")
            try await scene.expectLooks(2, of: watch)
            #expect(try await host.running() == ["antnode0001", "antnode0003"], "\(watch.output)")
            let start = try await scene.workstation.act("node", "start", "--node", "\(host.name)/antnode0002", "--yes")
            #expect(start.exitCode == 0, "\(start)")
            #expect(try await host.processes().count == 3)
        }
        try await scene.expectOrder()
    }

    @Test func aRestoredDatabaseLooksBeforeItActs() async throws {
        let scene = try await Scene("units-edge", policy: ["node_cap": "2"])
        let host = scene.first
        let copy = "\(scene.workstation.directory)/copy.db"
        let backup = try await scene.workstation.act("db", "backup", copy)
        try #require(backup.exitCode == 0, "\(backup)")
        try await scene.fill(2)
        let processes = try await host.processes()
        let restored = try await scene.workstation.act("db", "restore", copy)
        try #require(restored.exitCode == 0, "\(restored)")
        for _ in 0..<3 { _ = try await scene.workstation.act("apply", scene.names) }
        #expect(try await host.processes() == processes)
        try await scene.expectOrder()
    }

    @Test func anAntctlNodeWithoutMetricsPortRunsAndIsLeftAlone() async throws {
        let scene = try await Scene("noport", policy: ["node_cap": "3"], adopting: false, wiping: false)
        let host = scene.first
        try await scene.expect("antctl's two nodes") { try await host.processes().count == 2 }
        let before = try await host.processes()
        let survey = try await scene.workstation.act("survey", scene.names)
        #expect(survey.exitCode == 0, "\(survey)")
        try await scene.adopt()
        _ = try await scene.workstation.act("apply", scene.names)
        let nodes = try await scene.workstation.nodes(of: scene.names)
        #expect(nodes.first { $0.name == "antnode1" }?.status == "RUNNING", "\(nodes)")
        #expect(try await host.processes() == before)
        let upgrade = try await scene.workstation.act(
            "node", "upgrade", "--node", "noport/antnode1", "--host-binary", "/opt/releases/antnode-0.4.18", "--yes")
        #expect(upgrade.exitCode != 0, "antctl's nodes cannot be upgraded yet: \(upgrade)")
        #expect(try await host.processes() == before)
    }

    /// What the last survey said of the unit is overtaken: the watch looks again before it acts, or the action is stale.
    @Test func aUnitFileEditedByHandIsSeenBeforeTheNodeIsStoppedAndStaysAsItIs() async throws {
        let scene = try await Scene(
            "units-edge", policy: ["survey_interval": "600", "mem_less_than": "35", "mem_remove": "72"])
        let host = scene.first
        try await scene.fill(3)
        let nodes = try await host.processes()
        try await scene.watching { watch in
            try await scene.expect("a survey", beside: watch) { watch.output.contains("nothing to do") }
            try await host.shell(
                "for f in /etc/systemd/system/antnode*.service; do echo '# by hand' >>$f; done; systemctl daemon-reload"
            )
            try await host.tell(nodes, "hold_mb = 270")
            try await scene.expect("a stop", beside: watch) {
                try await scene.workstation.ledger().contains { $0.verb == "stop" && $0.state == "done" }
            }
        }
        let files = try await host.shell("grep -c '^# by hand' /etc/systemd/system/antnode*.service | grep -c ':1'")
        #expect(files.hasPrefix("3"), "\(files)")
        try await scene.expectOrder()
    }

    @Test func aNodeThatUpgradesItselfIsAFactAndNoFault() async throws {
        let scene = try await Scene(
            "units-edge",
            policy: ["node_cap": "2", "enable_upgrade": "true", "target_version": "0.4.17"])
        let host = scene.first
        try await scene.fill(2)
        try await host.shell(
            """
            cp /opt/releases/antnode-0.4.18 /var/antctl/services/antnode0001/new
            mv /var/antctl/services/antnode0001/new /var/antctl/services/antnode0001/antnode
            systemctl restart antnode0001.service
            """)
        let before = try await scene.workstation.ledger().count
        for _ in 0..<2 { _ = try await scene.workstation.act("apply", scene.names) }
        #expect(try await scene.workstation.versions(of: scene.names) == ["0.4.17": 1, "0.4.18": 1])
        #expect(try await scene.workstation.ledger().count == before)
        let history = try await scene.workstation.act("history")
        #expect(history.output.contains("0.4.18"), "\(history)")
    }

    @Test func aNodeDirectoryThatIsALinkToTheHomeIsNotDeleted() async throws {
        let scene = try await Scene("units-edge", policy: ["node_cap": "2"])
        let host = scene.first
        try await scene.fill(2)
        try await host.shell(
            """
            systemctl stop antnode0002
            mkdir -p /home/ant/precious && echo treasure >/home/ant/precious/file
            mv /var/antctl/services/antnode0002 /home/ant/precious/node
            ln -s /home/ant/precious /var/antctl/services/antnode0002
            """)
        let removed = try await scene.workstation.act("node", "remove", "--node", "\(host.name)/antnode0002", "--yes")
        #expect(try await host.shell("cat /home/ant/precious/file") == "treasure\n", "\(removed)")
        #expect(try await host.shell("ls /home/ant/precious/node").contains("secret-key"))
        #expect(removed.exitCode != 0, "\(removed)")
        try await host.shell("rm -rf /home/ant/precious")
    }

    /// One of them watches; the other one has adopted the host too.
    @Test func twoControllersDoNotActOnOneHostAtOnce() async throws {
        var scene = try await Scene("units-edge", policy: ["node_cap": "2"])
        try await scene.fill(2)
        let other = try Workstation(scene.workstation.fleet)
        try other.write(scene.inventory)
        let adopted = try await other.act("adopt", scene.names, "--yes")
        try #require(adopted.exitCode == 0, "\(adopted)")
        try scene.set([
            "enable_upgrade": "true", "target_version": "0.4.18", "antnode_path": "/opt/releases/antnode-0.4.18",
            "upgrade_hold": "20",
        ])
        try await scene.watching { watch in
            try await scene.expect("an upgrade", beside: watch) {
                try await scene.first.starts(version: "0.4.18").count == 1
            }
            let outcome = try await other.act("node", "stop", scene.names, "--count", "1", "--yes", "--timeout", "3")
            #expect(outcome.exitCode == 7, "\(outcome)")
            #expect(try await scene.first.processes().count == 2)
        }
    }

    @Test func twoNamesOfOneMachineAreAnError() async throws {
        var scene = try await Scene("units-edge", policy: ["node_cap": "2"], adopting: false)
        let host = try scene.workstation.fleet.host("units-edge")
        scene.inventory.add(host, named: "twin")
        try scene.workstation.write(scene.inventory)
        try scene.workstation.know(host, as: "twin")
        _ = try await scene.workstation.act("adopt", "units-edge,twin", "--yes")
        let outcome = try await scene.workstation.act("apply", "units-edge,twin")
        #expect(outcome.exitCode != 0, "\(outcome)")
        #expect(try await scene.first.processes().isEmpty, "\(outcome)")
    }
}
