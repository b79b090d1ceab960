import FleetHarness
import Foundation
import Testing

/// Controller, agents and links that die at any moment of rolling upgrades.
///
/// `MUSTER_KILLS` says how many die, `MUSTER_SEED` repeats the moments of an earlier run.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct CrashTests {
    private static func number(_ variable: String) -> UInt64? {
        ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) }
    }

    @Test func noActionIsDoneTwiceAndNoneIsLost() async throws {
        let seed = Self.number("MUSTER_SEED") ?? UInt64.random(in: 1...UInt64(UInt32.max))
        let kills = Int(Self.number("MUSTER_KILLS") ?? 6)
        print("\(kills) kills with MUSTER_SEED=\(seed)")
        var moments = SeededMoments(seed)
        var scene = try await Scene("units-crash", "users-crash", "plain-crash", policy: ["node_cap": "2"])
        try await scene.fill(2)
        var watch = try scene.workstation.start("watch", scene.names)
        var (killed, release) = (0, 0)
        while killed < kills {
            release += 1
            let version = "0.5.\(release)"
            try await scene.workstation.lay(version, on: scene.hosts)
            try scene.set([
                "enable_upgrade": "true", "target_version": version,
                "antnode_path": "/opt/releases/antnode-\(version)",
            ])
            while killed < kills, try await scene.nodes(at: version) < 6 {
                try await Task.sleep(for: .milliseconds(moments.next(3000)))
                killed += 1
                let host = scene.hosts[moments.next(scene.hosts.count)]
                switch moments.next(3) {
                case 0:
                    try await watch.killHard()
                    watch = try scene.workstation.start("watch", scene.names)
                case 1: try await host.killAgents()
                default: try await host.cutLinks()
                }
            }
            try await scene.expect("\(version) everywhere, seed \(seed)", within: .seconds(400), beside: watch) {
                try await scene.nodes(at: version) == 6
            }
        }
        #expect(try await watch.stop() == 0, "\(watch.output.suffix(3000))")
        let last = try await scene.workstation.act("apply", scene.names)
        #expect(last.exitCode == 0, "seed \(seed): \(last)")
        try await scene.expectOrder()
        try await expectEachActionOnce(scene, releases: release, seed: seed)
    }

    /// Compares the ledger with what nodes noted of their starts.
    private func expectEachActionOnce(_ scene: Scene, releases: Int, seed: UInt64) async throws {
        let ledger = try await scene.workstation.ledger()
        for host in scene.hosts {
            let starting = ledger.filter {
                $0.host == host.name && $0.sentAt != nil && ["add", "start", "restart", "upgrade"].contains($0.verb)
            }
            let allowed = Dictionary(starting.map { ($0.node ?? "", 1) }, uniquingKeysWith: +)
            for (node, count) in try await host.starts() {
                #expect(count <= allowed[node] ?? 0, "seed \(seed): \(host.name)/\(node)")
                #expect(count >= releases + 1, "seed \(seed): \(host.name)/\(node) lost an upgrade")
            }
        }
    }
}

/// Moments that a seed repeats, drawn by SplitMix64.
struct SeededMoments {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next(_ limit: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }
}

extension Scene {
    /// How many nodes run this version, by the programs that run.
    fileprivate func nodes(at version: String) async throws -> Int {
        var count = 0
        for host in hosts { count += try await host.running(version: version) }
        return count
    }
}
