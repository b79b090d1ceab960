import MusterIO
import MusterModel
import MusterStore
import MusterWire
import Testing

@testable import MusterFleet

/// Whose host it is while one controller watches it.
struct WatchLeaseTests {
    /// Not stopped by the watch's end.
    private func fleet(_ bench: ActingBench) -> Fleet {
        Fleet(dialer: bench.house, limits: RoundLimits(width: 1, timeout: .seconds(20)))
    }

    /// A verb of somebody with another database, on the same machine.
    private func stranger(_ bench: ActingBench, _ verb: ActionVerb = .stop) async throws -> HostResult<HostActed> {
        let other = try await ActingBench()
        let acting = Acting(
            store: other.store, runID: "run-1", controller: "beef", by: "eve@lair", verb: "test",
            randomness: .system, now: ActingBench.now, patience: .seconds(60))
        let round = ActionRound(fleet: fleet(bench), starter: try bench.house.starter(), acting: acting)
        return try #require(await round.run([bench.host.name: [ActingBench.order(verb)]], on: [bench.host]).first)
    }

    /// What another controller's watch would ask for.
    private func claim(_ bench: ActingBench, _ duration: Duration) async throws -> LeaseGrant {
        let results = await fleet(bench).inAgentSession(with: [bench.host], by: try bench.house.starter()) {
            _, agent, deadline in
            try await agent.session.lease(
                LeaseRequest(
                    controller: "beef", holder: "eve@lair watch", milliseconds: Int64(duration / .milliseconds(1)),
                    watches: true),
                until: deadline)
        }
        return try #require(results.first?.outcome.value)
    }

    @Test
    func noOtherControllerActsWhileOneWatchesAndAnyMayAfterwards() async throws {
        let watch = try await WatchBench.growing()
        let performer = watch.bench.house.performer
        try await watch.watch(binaries: ["watched": try watch.program()]) { loop in
            try await eventually { await loop.state.actions["done"] == 1 }
            let refused = try await stranger(watch.bench)
            #expect(refused.outcome.kind == .foreign)
            let message = refused.outcome.failure?.message ?? ""
            #expect(message.contains("foreign-managed") && message.contains("ann@desk watch run-1"))
            // A verb of the watching controller acts beside it.
            try await watch.bench.begin(run: "run-2")
            let own = try await watch.bench.act(
                [ActingBench.order(.stop)], as: watch.bench.acting("run-2", patience: .seconds(20)))
            #expect(own.outcome.value?.entries.first?.state == .done)
            #expect(try await stranger(watch.bench).outcome.kind == .foreign)
        }
        #expect(performer.performed.map(\.verb) == [.add, .stop])
        // It has ended: the host is free at once.
        #expect(try await stranger(watch.bench).outcome.value?.entries.first?.state == .done)
    }

    @Test
    func aHostThatIsOnlyObservedIsKeptFromNobody() async throws {
        let watch = WatchBench(try await ActingBench())
        try await watch.watch { _ in
            try await eventually { watch.events.contains { if case .decided = $0 { true } else { false } } }
            #expect(try await stranger(watch.bench).outcome.value?.entries.first?.state == .done)
        }
    }

    @Test
    func whatAnotherControllerWatchesIsPlannedAndNotTouchedUntilItLetsGo() async throws {
        let watch = try await WatchBench.growing()
        #expect(try await claim(watch.bench, .seconds(3000)).granted)
        let performer = watch.bench.house.performer
        try await watch.watch(binaries: ["watched": try watch.program()]) { loop in
            try await eventually { await loop.state.hosts["hel01"]?.state == .foreign }
            #expect(await loop.state.hosts["hel01"]?.detail?.contains("eve@lair watch") == true)
            try await eventually {
                watch.events.contains {
                    if case .decided(let plan) = $0 {
                        plan.guards.contains { $0.kind == .foreignManager && $0.text.contains("eve@lair watch") }
                    } else {
                        false
                    }
                }
            }
            #expect(performer.performed.isEmpty)
            #expect(try await claim(watch.bench, .zero).granted == false)
            try await eventually { performer.performed.map(\.verb) == [.add] }
            try await eventually { await loop.state.hosts["hel01"]?.state == .watching }
        }
    }

    @Test
    func aWatchThatLostTheMachineBeginsNothing() async throws {
        let watch = try await WatchBench.growing()
        let performer = watch.bench.house.performer
        try await watch.watch(binaries: ["watched": try watch.program()]) { loop in
            try await eventually { await loop.state.actions["done"] == 1 }
            // As after a sleep: the lease ran out, and somebody else was there first.
            let directory = "\(watch.bench.house.home.path)/hel01/var/tmp/muster"
            _ = try watch.bench.house.home.run("/bin/sh", "rm -f \(directory)/lease-*")
            #expect(try await claim(watch.bench, .seconds(3000)).granted)
            try await eventually { await loop.state.hosts["hel01"]?.state == .foreign }
        }
        #expect(performer.performed.count == 1)
        // What the other one has is not given back by this one's end.
        #expect(try await claim(watch.bench, .seconds(3000)).granted)
    }
}
