import MusterIO
import MusterModel
import MusterStore
import Testing

@testable import MusterFleet

/// The loop over real agents in this process.
struct WatchLoopTests {
    @Test
    func aHostIsSurveyedAndGivenBackAtTheEnd() async throws {
        let watch = WatchBench(try await ActingBench())
        try await watch.watch { loop in
            try await eventually { watch.events.contains { $0.isSurvey } }
            try await eventually { await loop.state.hosts["hel01"]?.state == .watching }
        }
        #expect(try await watch.bench.store.leases(at: watch.clock.now).isEmpty)
        let state = try #require(try await watch.bench.store.watchStates().first)
        #expect(state.runID == "run-1")
        #expect(try await watch.bench.store.latestSurvey(of: watch.bench.host.name)?.survey.complete == true)
    }

    @Test
    func whatIsDueIsDoneOnceWithTheBinaryThatWasPushed() async throws {
        let watch = try await WatchBench.growing()
        let program = try watch.program()
        let performer = watch.bench.house.performer
        try await watch.watch(binaries: ["watched": program]) { loop in
            try await eventually { !performer.performed.isEmpty }
            try await eventually { await loop.state.actions["done"] == 1 }
        }
        let request = try #require(performer.performed.first)
        #expect(performer.performed.count == 1)
        #expect(request.verb == .add)
        #expect(request.source?.sha256 == program.sha256)
        #expect(request.source?.version == "0.4.18")
        let decision = try #require(try await watch.bench.store.decision(of: watch.bench.host.name))
        #expect(decision.situation.contains("hel01"))
    }

    @Test
    func aHostThatAVerbHoldsIsSkippedAndSaidSo() async throws {
        let watch = try await WatchBench.growing()
        let now = watch.clock.now
        _ = try await watch.bench.store.acquireLeases(
            of: [watch.bench.host.name], holder: "bob@desk node stop", at: now,
            until: now.advanced(by: .seconds(100_000)))
        let program = try watch.program()
        try await watch.watch(binaries: ["watched": program]) { loop in
            try await eventually { watch.events.contains { $0.isSkip } }
            let state = try #require(await loop.state.hosts["hel01"])
            #expect(state.state == .left && state.detail == "bob@desk node stop" && state.since == now)
        }
        #expect(watch.bench.house.performer.performed.isEmpty)
    }

    @Test
    func anOperatorsHoldIsObeyed() async throws {
        let watch = try await WatchBench.growing()
        try await watch.bench.store.hold(
            Hold(host: watch.bench.host.name, reason: "look at it", by: "ann", since: watch.clock.now))
        let program = try watch.program()
        try await watch.watch(binaries: ["watched": program]) { loop in
            try await eventually {
                watch.events.contains { if case .decided(let plan) = $0 { !plan.guards.isEmpty } else { false } }
            }
            try await eventually { await loop.state.hosts["hel01"]?.state == .held }
            #expect(await loop.state.hosts["hel01"]?.detail == "ann holds the host: look at it")
        }
        #expect(watch.bench.house.performer.performed.isEmpty)
    }

    @Test
    func aLostHostIsTriedAgain() async throws {
        let watch = WatchBench(try await ActingBench())
        watch.bench.house.refuse(watch.bench.host.name)
        try await watch.watch { loop in
            try await eventually { watch.events.contains { $0.isLoss } }
            let state = try #require(await loop.state.hosts["hel01"])
            #expect(state.state == .backingOff && state.detail == "connect: nobody there" && state.until != nil)
            watch.bench.house.refuse(watch.bench.host.name, false)
            try await eventually { watch.events.contains { $0.isSurvey } }
            watch.bench.house.cut()
            try await eventually { watch.events.count { $0.isConnection } == 2 }
        }
    }

    @Test
    func anInvalidInventoryLeavesTheLastOne() async throws {
        struct Wrong: UserFacingError { var message: String { "line 3 is wrong" } }
        let watch = WatchBench(try await ActingBench())
        watch.change(.failure(Wrong()))
        try await watch.watch { loop in
            try await eventually { await loop.state.findings.contains { $0.contains("line 3 is wrong") } }
            #expect(await loop.state.hosts["hel01"] != nil)
        }
    }

    @Test
    func aHostThatLeftIsLetGo() async throws {
        let watch = WatchBench(try await ActingBench())
        try await watch.watch { loop in
            try await eventually { watch.events.contains { $0.isSurvey } }
            watch.change(.success(WatchedFleet(hosts: [], inventory: [])))
            try await eventually { await loop.state.hosts["hel01"] == nil }
        }
    }

    @Test
    func aHostThatComesBackBeforeItWasLetGoIsWatchedOn() async throws {
        let watch = try await WatchBench.growing()
        let performer = watch.bench.house.performer
        performer.hold(true)
        let inventory = WatchedFleet(hosts: [watch.bench.host], inventory: [watch.bench.host])
        try await watch.watch(binaries: ["watched": try watch.program()]) { loop in
            try await eventually { !performer.performed.isEmpty }
            watch.change(.success(WatchedFleet(hosts: [], inventory: [])))
            try await eventually { await loop.state.hosts["hel01"]?.state == .leaving }
            watch.change(.success(inventory))
            try await eventually { watch.events.contains { $0.isChange(to: 1) } }
            performer.hold(false)
            try await eventually { await loop.state.hosts["hel01"]?.state == .watching }
        }
        #expect(watch.events.count { $0.isConnection } == 1)
        #expect(performer.performed.count == 1)
    }

    @Test
    func aClockThatJumpedDropsWhatWasKnown() async throws {
        let watch = WatchBench(try await ActingBench())
        try await watch.watch { _ in
            try await eventually { watch.events.contains { $0.isSurvey } }
            watch.clock.jump(by: .seconds(3600))
            try await eventually { watch.events.contains { $0.remark?.contains("two complete surveys") == true } }
        }
    }

    @Test
    func manyHostsThatGoAtOnceHaltAllActions() async throws {
        let policy = Policy(host: ["survey_interval": .integer(60)])
        let watch = WatchBench(try await ActingBench(policy: policy))
        let hosts = try (1...4).map { HostTarget(name: try #require(HostName("h\($0)")), policy: policy) }
        try await watch.bench.store.sync(hosts: hosts, at: watch.clock.now)
        watch.change(.success(WatchedFleet(hosts: hosts, inventory: hosts)))
        try await watch.watch { loop in
            try await eventually { watch.events.count { $0.isSurvey } >= 5 }
            try await eventually { await loop.state.cycles >= 1 }
            for host in hosts { watch.bench.house.refuse(host.name) }
            watch.bench.house.cut()
            try await eventually { try await watch.bench.store.brakes().contains { $0.scope == .mass } }
        }
        #expect(watch.events.contains { $0.remark?.contains("went bad within a cycle") == true })
    }

    /// A watch that is ended so while its first action is under way and does not end by itself.
    private func ended(_ end: @escaping @Sendable (WatchBench) -> Void) async throws -> WatchBench {
        let watch = try await WatchBench.growing()
        let performer = watch.bench.house.performer
        performer.hold(true)
        let program = try watch.program()
        try await watch.watch(binaries: ["watched": program]) { _ in
            try await eventually { !performer.performed.isEmpty }
            end(watch)
        }
        return watch
    }

    @Test
    func aWatchThatIsCancelledDoesNotWait() async throws {
        let watch = try await ended { $0.cancel() }
        #expect(try await watch.bench.store.openEntries().map(\.state) == [.sent])
        watch.bench.house.performer.hold(false)
    }

    @Test
    func whatRunsIsWaitedForAtTheEnd() async throws {
        let watch = try await ended {
            $0.bench.stop.stop()
            $0.bench.house.performer.hold(false)
        }
        #expect(try await watch.bench.store.ledger(LedgerFilter()).map(\.state) == [.done])
    }
}
