import MusterModel
import MusterStore
import Testing

struct LimitTests {
    @Test func startsCountFromTheMomentTheyWereSent() async throws {
        let ledger = try await Ledger()
        let start = try ledger.entry("a", .start)
        let restart = try ledger.entry("b", .restart, node: 2)
        let stop = try ledger.entry("c", .stop, node: 3)
        try await ledger.store.intend([start, restart, stop])
        #expect(try await ledger.store.startsSince(.at(0)).isEmpty)
        _ = try await ledger.store.markSent([start.id, stop.id], at: .at(20))
        _ = try await ledger.store.markSent([restart.id], at: .at(30))
        #expect(try await ledger.store.startsSince(.at(0)) == [.at(20), .at(30)])
        #expect(try await ledger.store.startsSince(.at(21)) == [.at(30)])
        // A clock that was wrong must not stop the fleet until that time comes.
        #expect(try await ledger.store.startsSince(.at(0), until: .at(25)) == [.at(20)])
        // An outcome does not give the start back.
        _ = try await ledger.store.settle([restart.report(.failed)], at: .at(40))
        #expect(try await ledger.store.startsSince(.at(0)).count == 2)
    }

    /// Its timer may run for ten minutes more.
    @Test func aRestartOfWhichASurveySawTheGoalDisturbsNobody() async throws {
        let ledger = try await Ledger(nodes: 2)
        let restart = try ledger.entry("a", .restart, node: 2)
        try await ledger.store.intend([restart])
        _ = try await ledger.store.settle([restart.report(.done)], at: .at(20))
        func count(at seconds: Int64) async throws -> Int {
            try await ledger.store.disturbances(at: Freshness(now: .at(seconds), staleAfter: .seconds(600))).count
        }
        #expect(try await count(at: 30) == 1)
        let seen = (1...2).map { NodeRecord.example($0, on: ledger.host, at: 40) }
        try await ledger.store.ingest(.example(ledger.host, at: 40, nodes: seen))
        #expect(try await count(at: 50) == 0)
    }

    @Test func eachDisturbedNodeCountsOnce() async throws {
        let ledger = try await Ledger(nodes: 6)
        let host = ledger.host
        let open = try ledger.entry("a", .stop, node: 1)
        let settling = try ledger.entry("b", .restart, node: 2)
        let started = try ledger.entry("c", .start, node: 3)
        let upgraded = try ledger.entry("d", .stop, node: 4, cause: .outdated, setBy: .upgrade)
        try await ledger.store.intend([open, settling, started, upgraded])
        let reports = [settling, started, upgraded].map { $0.report(.done) }
        _ = try await ledger.store.settle(reports, at: .at(20))
        func causes(at seconds: Int64) async throws -> [String] {
            let freshness = Freshness(now: .at(seconds), staleAfter: .seconds(600))
            return try await ledger.store.disturbances(at: freshness).map { "\($0.node.name.last ?? "?") \($0.cause)" }
        }
        #expect(try await causes(at: 30) == ["1 open", "2 settling", "4 stoppedByUpgrade"])
        #expect(try await causes(at: 330) == ["1 open", "4 stoppedByUpgrade"])
        try await ledger.store.setManaged(false, of: [NodeID(host: host, name: "antnode0006")])
        #expect(try await causes(at: 1000) == ["1 open", "4 stoppedByUpgrade"], "old evidence alone is no disturbance")
        let silent = RunHost(host: host, outcome: .unreachable, at: .at(900), took: 1)
        try await ledger.store.record([silent], run: "run")
        let aged = try await causes(at: 1000)
        #expect(aged == ["1 open", "2 unknown", "3 unknown", "4 stoppedByUpgrade", "5 unknown"])
    }
}
