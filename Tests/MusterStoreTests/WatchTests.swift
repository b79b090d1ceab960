import GRDB
import MusterModel
import Testing

@testable import MusterStore

/// What the loop leaves behind beside actions.
struct WatchTests {
    @Test func samplesComeBackAsTheyWereTakenWithTheirRatesAddedUp() async throws {
        let ledger = try await Ledger()
        var sample = Survey.example().sample
        sample.clock.sinceBoot = 86_460_000
        sample.networks = [
            NetworkRate(name: "a", receivedBytesPerSecond: 1, sentBytesPerSecond: 2, errorsPerSecond: 0),
            NetworkRate(name: "b", receivedBytesPerSecond: 10, sentBytesPerSecond: 20, errorsPerSecond: 0),
        ]
        try await ledger.store.record(samples: [(ledger.host, .at(60), sample)])
        let stored = try await ledger.store.samples(of: ledger.host, since: .at(0))
        // The first is the survey's.
        #expect(stored.map(\.at) == [.at(0), .at(60)])
        let read = try #require(stored.last?.sample)
        #expect(read.clock.sinceBoot == 86_460_000)
        #expect(read.cpu == sample.cpu && read.load == sample.load)
        #expect(read.memory?.available == sample.memory?.available)
        #expect(read.networks.map(\.receivedBytesPerSecond) == [11])
        #expect(read.disks.isEmpty)
        #expect(read.fileSystems.map(\.usedPercent) == sample.fileSystems.map(\.usedPercent))
        #expect(try await ledger.store.samples(of: ledger.host, since: .at(61)).isEmpty)
    }

    @Test func aReadingThatWasNotThereIsNotZero() async throws {
        let ledger = try await Ledger()
        let bare = Sample(clock: HostClock(wall: .at(60), sinceBoot: 1), interval: 1000)
        try await ledger.store.record(samples: [(ledger.host, .at(60), bare)])
        let read = try #require(await ledger.store.samples(of: ledger.host, since: .at(60)).first?.sample)
        #expect(read.cpu == nil && read.memory == nil && read.load == nil && read.fileSystems.isEmpty)
    }

    @Test func theLastThreeDecisionsOfAHostAreKept() async throws {
        let ledger = try await Ledger()
        for second in Int64(1)...5 {
            let deferral = Deferral(verb: .start, because: "of \(second)")
            let plan = Plan(host: ledger.host, at: .at(second), deferred: [deferral])
            try await ledger.store.keep(plan, situation: "{\"now\":\(second)}", runID: "run")
        }
        let kept = try await ledger.store.decisions(of: ledger.host)
        #expect(kept.map(\.plan.at) == [.at(5), .at(4), .at(3)])
        let latest = try #require(await ledger.store.decision(of: ledger.host))
        #expect(latest.plan.deferred.map(\.because) == ["of 5"] && latest.situation == "{\"now\":5}")
        #expect(try await ledger.store.decision(of: .named("attic")) == nil)
    }

    @Test func aCalmFleetWritesItsSituationOnceInTenMinutes() async throws {
        let ledger = try await Ledger()
        func times(_ plans: [Plan]) async throws -> [Timestamp] {
            try await ledger.store.keep(plans.map { .init(plan: $0, situation: "{}", runID: "run") })
            return try await ledger.store.decisions(of: ledger.host).map(\.plan.at)
        }
        let host = ledger.host
        var calm = Plan(host: host, at: .at(0), figures: [Figure("cpu", 20)])
        #expect(try await times([calm]) == [.at(0)])
        calm.at = .at(599)
        calm.figures = [Figure("cpu", 21)]
        #expect(try await times([calm]) == [.at(0)])
        var deferring = calm
        deferring.deferred = [Deferral(verb: .start, because: "of a limit")]
        #expect(try await times([deferring]) == [.at(599), .at(0)])
        deferring.at = .at(599 + 600)
        #expect(try await times([deferring]) == [.at(1199), .at(599), .at(0)])
    }

    @Test func theLoopIsHeardOfLastWhereItSpokeLast() async throws {
        let ledger = try await Ledger()
        #expect(try await ledger.store.watchStates().isEmpty)
        var state = WatchState(runID: "run", by: "ann@desk", pid: 7, startedAt: .at(0), at: .at(60), cycles: 1)
        try await ledger.store.noteWatch(state)
        state.at = .at(120)
        state.cycles = 2
        state.hosts = ["hel01": WatchedHost(.left, since: .at(90), until: .at(130), detail: "bob@desk node stop")]
        try await ledger.store.noteWatch(state)
        state.process = LeaseProcess.own?.text
        #expect(try await ledger.store.watchStates() == [state])
    }

    @Test func growthIsKnownAfterADay() async throws {
        let ledger = try await Ledger()
        try await ledger.store.prune(Retention(), at: .at(0))
        let early = try await ledger.store.size(at: .at(3600))
        #expect(early.growthPerDay == nil && early.daysLeft == nil && early.bytes > 0 && early.free > 0)
        let host = ledger.host
        for second in Int64(1)...50 {
            try await ledger.store.ingest(.example(host, at: second, nodes: (1...50).map { .example($0, on: host) }))
        }
        let later = try await ledger.store.size(at: .at(2 * 86_400))
        let growth = try #require(later.growthPerDay)
        #expect(growth > 0)
        #expect(later.daysLeft == Double(later.free) / growth)
    }

    @Test func retentionKeepsRawNodeSamplesTwoDaysAndTheLedgerForEver() async throws {
        let ledger = try await Ledger()
        let entry = try ledger.entry("a", .stop)
        try await ledger.store.intend([entry])
        _ = try await ledger.store.settle([entry.report(.done)], at: .at(20))
        try await ledger.store.prune(Retention(), at: .at(48 * 3600))
        #expect(try await ledger.store.rowCount("node_sample") == 3)
        try await ledger.store.prune(Retention(), at: .at(48 * 3600 + 1))
        #expect(try await ledger.store.rowCount("node_sample") == 0)
        #expect(try await ledger.store.rowCount("sample") == 1)
        try await ledger.store.prune(Retention(), at: .at(1_000 * 86_400))
        #expect(try await ledger.store.rowCount("sample") == 0)
        #expect(try await ledger.store.rowCount("event") == 0)
        #expect(try await ledger.store.rowCount("action") == 1)
        #expect(try await ledger.store.rowCount("action_event") == 2)
        #expect(try await ledger.store.verify() == [])
    }

    @Test func anAdoptionIsReadAsItWasWrittenUntilItIsForgotten() async throws {
        let ledger = try await Ledger()
        let adoption = Adoption(
            host: ledger.host, machineID: "m-1",
            storage: ["/var/antnodes": StorageIdentity(mountPoint: "/var", device: "254:1")],
            undo: ["/etc/cron.d/anm": "/var/lib/muster/undo/anm"], at: .at(5), by: "ann@desk")
        try await ledger.store.recordAdoption(adoption)
        #expect(try await ledger.store.adoption(of: ledger.host) == adoption)
        try await ledger.store.forgetAdoption(of: ledger.host)
        #expect(try await ledger.store.adoption(of: ledger.host) == nil)
    }

    @Test func anExpiredLeaseIsHealedByWhoeverTakesAnyLease() async throws {
        let ledger = try await Ledger()
        let other = try HostName.named("attic")
        let targets = [HostTarget(name: ledger.host), HostTarget(name: other)]
        try await ledger.store.sync(hosts: targets, at: .at(0))
        _ = try await ledger.store.acquireLeases(of: [ledger.host, other], holder: "dead", at: .at(0), until: .at(60))
        let held = try await ledger.store.acquireLeases(of: [other], holder: "b", at: .at(30), until: .at(90))
        #expect(held.map(\.holder) == ["dead"] && held.map(\.since) == [.at(0)])
        #expect(try await ledger.store.acquireLeases(of: [other], holder: "b", at: .at(60), until: .at(90)).isEmpty)
        #expect(try await ledger.store.rowCount("lease") == 1)
        try await ledger.store.releaseLeases(heldBy: "b", of: [ledger.host])
        #expect(try await ledger.store.rowCount("lease") == 1)
    }

    @Test func aLeaseFromAFutureThatAWrongClockShowedIsHealed() async throws {
        let ledger = try await Ledger()
        let far = Int64(400 * 86_400)
        _ = try await ledger.store.acquireLeases(of: [ledger.host], holder: "a", at: .at(far), until: .at(far + 60))
        #expect(
            try await ledger.store.acquireLeases(of: [ledger.host], holder: "b", at: .at(0), until: .at(60)).isEmpty)
    }
}
