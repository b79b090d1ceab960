import MusterIO
import MusterModel
import MusterStore
import Testing

@testable import MusterFleet

/// Orders from the ledger to a real agent and back.
struct ActionRoundTests {
    @Test
    func anOrderIsIntendedSentDoneAndAcknowledged() async throws {
        let bench = try await ActingBench()
        let acted = try #require(try await bench.act([ActingBench.order(.stop)]).outcome.value)
        let entry = try #require(acted.entries.first)
        #expect(entry.state == .done)
        #expect(entry.sentAt != nil && entry.endedAt != nil)
        #expect(bench.house.performer.performed.map(\.id) == [entry.id])
        #expect(try await bench.store.openEntries().isEmpty)
        #expect(try await bench.store.leases(at: ActingBench.now()).isEmpty)
    }

    @Test
    func aHostThatSomebodyElseHoldsIsLeased() async throws {
        let bench = try await ActingBench()
        let now = ActingBench.now()
        _ = try await bench.store.acquireLeases(
            of: [bench.host.name], holder: "bob@desk watch", at: now, until: now.advanced(by: .seconds(60)))
        let result = try await bench.act([ActingBench.order(.stop)])
        #expect(result.outcome.kind == .leased)
        #expect(result.outcome.failure?.message.contains("bob@desk watch") == true)
        #expect(bench.house.performer.performed.isEmpty)
        #expect(try await bench.store.ledger(LedgerFilter()).isEmpty)
    }

    @Test
    func aVerbWaitsForALeaseThatEnds() async throws {
        let bench = try await ActingBench()
        let now = ActingBench.now()
        _ = try await bench.store.acquireLeases(
            of: [bench.host.name], holder: "bob", at: now, until: now.advanced(by: .milliseconds(700)))
        let result = try await bench.act([ActingBench.order(.stop)], as: bench.acting(patience: .seconds(10)))
        #expect(result.outcome.value?.entries.first?.state == .done)
    }

    @Test
    func anotherControllersLeaseOnTheMachineIsRespected() async throws {
        let bench = try await ActingBench()
        bench.house.performer.hold(true)
        let other = try await ActingBench(performer: bench.house.performer)
        // The same machine, another database.
        let round = ActionRound(
            fleet: bench.fleet(), starter: try bench.house.starter(),
            acting: Acting(
                store: other.store, runID: "run-1", controller: "beef", by: "eve@lair", verb: "test",
                randomness: .system, now: ActingBench.now))
        let first = Task { try await bench.act([ActingBench.order(.stop)]) }
        try await eventually { !bench.house.performer.performed.isEmpty }
        let result = try #require(
            await round.run([bench.host.name: [ActingBench.order(.start)]], on: [bench.host]).first)
        #expect(result.outcome.kind == .foreign)
        #expect(result.outcome.failure?.message.contains("ann@desk") == true)
        bench.house.performer.hold(false)
        #expect(try await first.value.outcome.value?.entries.first?.state == .done)
    }

    @Test
    func whatRunsWhenNobodyWaitsAnyMoreIsReportedAsUnknown() async throws {
        let bench = try await ActingBench()
        bench.house.performer.hold(true)
        let run = Task { try await bench.act([ActingBench.order(.stop), ActingBench.order(.start, "antnode0002")]) }
        try await eventually { !bench.house.performer.performed.isEmpty }
        run.cancel()
        let acted = try #require(try await run.value.outcome.value)
        #expect(acted.entries.map(\.state) == [.sent] && acted.isUnknown)
        #expect(acted.deferred.map(\.node) == ["antnode0002"])
        #expect(try await bench.store.leases(at: ActingBench.now()).isEmpty)
        bench.house.performer.hold(false)
    }

    @Test
    func whatALostLinkLeavesOpenIsFoundOutByTheNextConnect() async throws {
        let bench = try await ActingBench()
        bench.house.performer.hold(true)
        let first = Task { try await bench.act([ActingBench.order(.stop), ActingBench.order(.start, "antnode0002")]) }
        try await eventually { !bench.house.performer.performed.isEmpty }
        bench.house.cut()
        let acted = try #require(try await first.value.outcome.value)
        #expect(acted.isUnknown)
        #expect(acted.deferred.map(\.node) == ["antnode0002"])
        #expect(try await bench.store.openEntries().map(\.state) == [.sent])
        bench.house.performer.hold(false)
        var reconciled: [LedgerEntry] = []
        try await eventually {
            reconciled = try #require(try await bench.act([]).outcome.value).reconciled
            return !reconciled.isEmpty
        }
        #expect(reconciled.map(\.state) == [.done])
        #expect(bench.house.performer.performed.count == 1)
    }

    @Test
    func anIntentOfARunThatDiedIsTakenBack() async throws {
        let bench = try await ActingBench()
        let id = try #require(ActionID(String(repeating: "a", count: 32)))
        try await bench.store.intend([
            LedgerEntry(ActingBench.order(.stop), id: id, on: bench.host, by: bench.acting())
        ])
        let acted = try #require(try await bench.act([]).outcome.value)
        #expect(acted.reconciled.map(\.state) == [.cancelled])
        #expect(bench.house.performer.performed.isEmpty)
    }

    @Test
    func aNodeWithAnOpenActionIsPutOff() async throws {
        let bench = try await ActingBench()
        bench.house.performer.hold(true)
        let first = Task { try await bench.act([ActingBench.order(.stop)], timeout: .seconds(60)) }
        try await eventually { !bench.house.performer.performed.isEmpty }
        first.cancel()
        _ = try await first.value
        let acted = try #require(try await bench.act([ActingBench.order(.start)]).outcome.value)
        #expect(acted.entries.isEmpty)
        #expect(acted.deferred.first?.because.contains("is open") == true)
        bench.house.performer.hold(false)
    }

    @Test
    func withoutALedgerNothingIsDone() async throws {
        let bench = try await ActingBench()
        let reader = try Store.open(bench.store.path, mode: .readOnly)
        let acting = Acting(
            store: reader, runID: "run-1", controller: "c0ffee", by: "ann@desk", verb: "test", randomness: .system,
            now: ActingBench.now)
        let result = try await bench.act([ActingBench.order(.stop)], as: acting)
        #expect(result.outcome.kind == .failed)
        #expect(bench.house.performer.performed.isEmpty)
    }

    @Test
    func aStoppedRunBeginsNothing() async throws {
        let bench = try await ActingBench()
        bench.stop.stop()
        #expect(try await bench.act([ActingBench.order(.stop)]).outcome.kind == .skipped)
    }
}
