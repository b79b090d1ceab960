import Foundation
import MusterFleet
import MusterIO
import MusterModel
import MusterStore
import Synchronization
import Testing

/// Time that goes twenty times as fast, and jumps when told to.
final class QuickClock: WatchClock {
    private static let speed = 20
    private let start = SystemWatchClock().sinceBoot
    private let startWall = SystemWatchClock().now
    private let jumped = Mutex(Int64(0))

    var sinceBoot: Int64 { start + (SystemWatchClock().sinceBoot - start) * Int64(Self.speed) }

    var now: Timestamp {
        startWall.advanced(by: .milliseconds(sinceBoot - start + jumped.withLock { $0 }))
    }

    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration / Self.speed) }

    /// Moves the wall clock alone.
    func jump(by duration: Duration) { jumped.withLock { $0 += Int64(duration / .milliseconds(1)) } }
}

/// A watch over hosts in a house, what it told, and its end.
final class WatchBench: Sendable {
    let bench: ActingBench
    let clock = QuickClock()
    private let told = Mutex<[WatchEvent]>([])
    private let run = Mutex<Task<Void, any Error>?>(nil)
    private let next = Mutex<Result<WatchedFleet, any Error>?>(nil)

    init(_ bench: ActingBench) { self.bench = bench }

    var events: [WatchEvent] { told.withLock { $0 } }

    /// What the next reading of the inventory brings.
    func change(_ result: Result<WatchedFleet, any Error>) { next.withLock { $0 = result } }

    func cancel() { run.withLock { $0?.cancel() } }

    /// Watches until `body` has returned.
    func watch(
        binaries: [String: BinaryPush] = [:], _ body: (WatchLoop) async throws -> Void
    ) async throws {
        let clock = clock
        let acting = Acting(
            store: bench.store, runID: "run-1", controller: "c0ffee", by: "ann@desk", verb: "watch",
            randomness: .system, now: { clock.now })
        let house = bench.house
        let surroundings = WatchLoop.Surroundings(
            dialer: { _ in house }, starter: try house.starter(), intake: Intake(store: bench.store), acting: acting,
            binaries: binaries,
            readInventory: { [self] in
                try next.withLock { next in
                    defer { next = nil }
                    return next
                }?.get()
            }, stop: bench.stop, tell: { [self] event in told.withLock { $0.append(event) } },
            farewell: .seconds(200), clock: clock,
            // A busy machine that stands still for half a second has not slept.
            clockPace: .seconds(60))
        let loop = WatchLoop(surroundings, fleet: WatchedFleet(hosts: [bench.host], inventory: [bench.host]))
        let run = Task { try await loop.run() }
        self.run.withLock { $0 = run }
        do { try await body(loop) } catch {
            bench.stop.stop()
            try? await run.value
            throw error
        }
        bench.stop.stop()
        try await run.value
    }

    /// A host on which the engine adds one node: all thresholds are out of reach.
    static func growing(_ performer: ScriptedPerformer = ScriptedPerformer()) async throws -> WatchBench {
        var kind = ServiceKind.antnode
        kind.name = "watched"
        kind.discovery = []
        kind.probes = []
        var host: [String: Scalar] = ["pressure_window": .integer(1), "sample_interval": .integer(1)]
        host["survey_interval"] = .integer(60)
        // More than all: a busy machine uses its processors whole.
        for key in ["cpu_less_than", "cpu_remove", "mem_less_than", "mem_remove", "hd_less_than", "hd_remove"] {
            host[key] = .integer(1000)
        }
        for key in ["desired_load_average", "max_load_average_allowed"] { host[key] = .integer(100_000) }
        host["node_cap"] = .integer(1)
        host["rewards_address"] = .text("0x00455d78f850b0358e8cea5be24d415e01e107cf")
        host["node_storage"] = .text("/data")
        let bench = try await ActingBench(performer: performer, policy: Policy(host: host), kinds: [kind])
        try await bench.store.recordAdoption(
            Adoption(host: bench.host.name, machineID: nil, at: ActingBench.now(), by: "ann@desk"))
        return WatchBench(bench)
    }

    /// A program to be pushed.
    func program() throws -> BinaryPush {
        let path = bench.house.home.path + "/antnode"
        try Data("#!/bin/sh\necho Autonomi Node v0.4.18\n".utf8).write(to: URL(filePath: path))
        return try BinaryPush(reading: path)
    }
}

extension WatchEvent {
    var isSurvey: Bool { if case .surveyed = self { true } else { false } }
    var isSkip: Bool { if case .skipped = self { true } else { false } }
    var isConnection: Bool { if case .connected = self { true } else { false } }
    func isChange(to count: Int) -> Bool { if case .inventoryChanged(count) = self { true } else { false } }
    var isLoss: Bool { if case .lost = self { true } else { false } }
    var remark: String? { if case .remark(let text) = self { text } else { nil } }
}
