import Foundation
import MusterHost
import MusterIO
import MusterModel
import MusterStore
import Testing

@testable import MusterFleet

/// Pressure on a host on which an upgraded node proves itself; the nodes are processes of this machine.
@Suite(.timeLimit(.minutes(2)))
struct WatchedUpgradeTests {
    private static let kind = ServiceKind(
        name: "watched", summary: "a shell that waits",
        discovery: [
            DiscoverySource(
                id: "process", method: .process, match: "watched{number}",
                bind: [
                    NodeField.name: [.stem], NodeField.number: [.number], NodeField.binary: [.path],
                    NodeField.dataDirectory: [.argument("--root-dir")], NodeField.version: [.argument("--version")],
                ])
        ], mergeOn: NodeField.dataDirectory, probes: [])

    private static func policy(_ changes: [String: Scalar] = [:]) -> Policy {
        var host: [String: Scalar] = [
            "pressure_window": .integer(60), "sample_interval": .integer(1), "survey_interval": .integer(60),
            "node_storage": .text("/data"),
        ]
        for key in ["cpu_less_than", "cpu_remove", "mem_less_than", "mem_remove", "hd_less_than", "hd_remove"] {
            host[key] = .integer(100)
        }
        for key in ["desired_load_average", "max_load_average_allowed"] { host[key] = .integer(100_000) }
        return Policy(host: host.merging(changes) { _, new in new })
    }

    /// Starts a process that a survey takes for a node; whoever starts it ends it.
    private static func node(_ number: Int, in bench: ActingBench) throws -> Process {
        let home = bench.house.home.path
        let data = "/data/watched\(number)"
        try FileManager.default.createDirectory(
            atPath: try bench.house.root(of: bench.host.name).path(data), withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(filePath: "\(home)/watched\(number)")
        try File.writeAtomically("\(home)/watched\(number)", try File.read("/bin/sh", limit: 16 << 20), mode: 0o755)
        process.arguments = ["-c", "read x", "watched", "--root-dir", data, "--version", "0.4.17"]
        process.standardInput = Pipe()
        try process.run()
        return process
    }

    private static func change(_ watch: WatchBench, to policy: Policy) {
        let host = HostTarget(name: watch.bench.host.name, kinds: [kind], policy: policy)
        watch.change(.success(WatchedFleet(hosts: [host], inventory: [host])))
    }

    @Test
    func anotherNodeIsStoppedWhileOneProvesItself() async throws {
        let bench = try await ActingBench(policy: Self.policy(), kinds: [Self.kind])
        let nodes = try (1...2).map { try Self.node($0, in: bench) }
        defer {
            for node in nodes {
                node.terminate()
                node.waitUntilExit()
            }
        }
        let watch = WatchBench(bench)
        let performer = bench.house.performer
        performer.prove(true)
        let outdated: [String: Scalar] = ["enable_upgrade": .text("true"), "target_version": .text("0.4.18")]
        try await watch.watch(binaries: ["watched": try watch.program()]) { _ in
            try await eventually { try await bench.store.nodes(of: bench.host.name).count == 2 }
            try await bench.store.recordAdoption(
                Adoption(host: bench.host.name, machineID: nil, at: watch.clock.now, by: "ann@desk"))
            try await bench.store.setManaged(true, of: bench.store.nodes(of: bench.host.name).map(\.id))
            Self.change(watch, to: Self.policy(outdated))
            try await eventually { performer.performed.contains { $0.verb == .upgrade } }
            Self.change(watch, to: Self.policy(outdated.merging(["cpu_remove": .integer(0)]) { $1 }))
            try await eventually(within: .seconds(40)) { performer.performed.contains { $0.verb == .stop } }
            #expect(try await bench.store.openEntries().map(\.verb).contains(.upgrade))
            performer.prove(false)
            try await eventually { try await bench.store.openEntries().isEmpty }
        }
        let upgraded = performer.performed.first { $0.verb == .upgrade }?.node?.name
        let stopped = performer.performed.first { $0.verb == .stop }?.node?.name
        #expect(Set([upgraded, stopped]) == ["watched1", "watched2"])
        #expect(try await bench.store.leases(at: watch.clock.now).isEmpty)
    }
}
