import MusterModel
import MusterStore
import Testing

@testable import MusterFleet

/// Two watches of one database over one host.
struct StandbyTests {
    @Test
    func aHostOfAnotherWatchIsLeftToItUntilThatEnds() async throws {
        let watch = try await WatchBench.growing()
        let (store, performer) = (watch.bench.store, watch.bench.house.performer)
        try await watch.bench.begin(run: "run-2")
        // A little ahead, for the watch's clock is fast.
        let now = watch.clock.now.advanced(by: .seconds(250))
        let other = WatchState(
            runID: "run-2", by: "bob@desk", pid: 4711, startedAt: now, at: now,
            hosts: ["hel01": WatchedHost(.watching, since: now)])
        try await store.noteWatch(other)
        try await watch.watch(binaries: ["watched": try watch.program()]) { loop in
            try await eventually { await loop.state.hosts["hel01"]?.state == .standby }
            #expect(await loop.state.hosts["hel01"]?.detail == "bob@desk watch run-2, process 4711")
            let skipped = watch.events.compactMap { if case .skipped(_, let why) = $0 { why.message } else { nil } }
            #expect(
                skipped == ["hel01 is watched by bob@desk watch run-2, process 4711: standing by until that ends"])
            #expect(performer.performed.isEmpty && !watch.events.contains { $0.isConnection })
            try await store.finish(run: "run-2", at: now, exitCode: 0)
            try await eventually { performer.performed.map(\.verb) == [.add] }
            try await eventually { await loop.state.hosts["hel01"]?.state == .watching }
        }
        // It has let go: the next one has the host at once.
        try await watch.bench.begin(run: "run-3")
        let next = WatchState(runID: "run-3", by: "bob@desk", pid: 1, startedAt: now, at: watch.clock.now)
        #expect(try await store.noteWatch(next, claiming: [watch.bench.host.name]).isEmpty)
    }
}
