import FleetHarness
import Testing

/// A host with a packet filter of its own, and its reboot.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct FirewallTests {
    @Test func aNodesPortIsOpenWhileItShallRunAndForeignRulesStay() async throws {
        let scene = try await Scene("units-wall", policy: ["node_cap": "2", "firewall": "nftables"])
        let host = scene.first
        try await host.shell(Self.wall)
        let before = try await host.rules()
        try await scene.fill(2)
        #expect(try await host.openPorts() == [55001, 55002])
        let node = "\(host.name)/antnode0002"
        try await scene.done("node", "stop", "--node", node, "--yes")
        #expect(try await host.openPorts() == [55001])
        try await scene.done("node", "start", "--node", node, "--yes")
        #expect(try await host.openPorts() == [55001, 55002])
        try await scene.done("node", "remove", "--node", node, "--yes")
        #expect(try await host.openPorts() == [55001])
        try await scene.done("teardown", host.name, "--confirm", "--yes")
        #expect(try await host.rules() == before)
        try await scene.expectOrder()
    }

    /// Nobody starts the nodes at boot: they come back by the watch, no faster than its limit allows, the end of what was
    /// under way is unknown until it is found out, and ports are open again.
    @Test func aRebootBringsNodesBackByTheLimitOfStarts() async throws {
        var scene = try await Scene("units-wall", policy: ["firewall": "nftables", "upgrade_hold": "30"])
        let host = scene.first
        try await host.shell(Self.wall)
        try await scene.fill(3)
        let upgrade = try scene.workstation.start(
            "node", "upgrade", "--node", "\(host.name)/antnode0001", "--host-binary", "/opt/releases/antnode-0.4.18",
            "--yes")
        try await scene.expect("the new program", beside: upgrade) {
            try await host.starts(version: "0.4.18").count == 1
        }
        try await host.reboot()
        try await host.shell(Self.wall)
        try await scene.expect("an end without an answer", beside: upgrade) { !upgrade.isRunning }
        #expect(upgrade.ending == 6, "\(upgrade.output)")
        #expect(try await host.processes().isEmpty)
        scene.inventory.fleet["max_starts_per_minute"] = "5"
        try scene.workstation.write(scene.inventory)
        try await scene.watching { watch in
            try await scene.expect("all three again", within: .seconds(240), beside: watch) {
                try await host.processes().count == 3
            }
            #expect(try await host.openPorts() == [55001, 55002, 55003])
        }
        let ledger = try await scene.workstation.ledger()
        let starts = ledger.filter { ["add", "start", "restart", "upgrade"].contains($0.verb) }.compactMap(\.sentAt)
            .sorted()
        for (first, sixth) in zip(starts, starts.dropFirst(5)) { #expect(sixth - first >= 60_000, "\(starts)") }
        #expect(starts.count == 7, "three made, one upgraded, three started: \(ledger)")
        try await scene.expectOrder()
    }

    /// As an operator may have it: what is not named does not come in.
    private static let wall = """
        nft flush ruleset
        nft -f - <<'END'
        table inet wall {
            chain input {
                type filter hook input priority filter; policy drop;
                ct state established,related accept
                iif "lo" accept
                tcp dport 22 accept comment "the operator's"
                udp dport 55002 counter packets 0 bytes 0 drop comment "muster is not the one who wrote this"
            }
        }
        END
        """
}

extension PracticeHost {
    /// All that the kernel filters by.
    fileprivate func rules() async throws -> String { try await shell("nft list ruleset") }

    /// UDP ports that rules with Muster's comment open, in order.
    fileprivate func openPorts() async throws -> [Int] {
        try await rules().split(separator: "\n").compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard words.count == 6, words[0] == "udp", words[1] == "dport", words[3] == "accept",
                words[5].hasPrefix("\"muster:antnode")
            else { return nil }
            return Int(words[2])
        }.sorted()
    }
}
