import MusterIO
import MusterModel
import MusterStore
import Synchronization
import Testing

@testable import MusterFleet

struct SlowSurveyTests {
    /// Relief beside it takes the host's lease.
    @Test
    func aSurveyThatTakesItsTimeHoldsNoLease() async throws {
        let bench = try await ActingBench()
        let order = ActingBench.order(.stop)
        let id = try #require(bench.acting().newID())
        try await bench.store.intend([LedgerEntry(order, id: id, on: bench.host, by: bench.acting())])
        _ = try await bench.store.markSent([id], at: ActingBench.now())
        let (isSurveying, isOver) = (Atomic(false), Atomic(false))
        try await withThrowingTaskGroup(of: Void.self) { group in
            let fleet = Fleet(dialer: bench.house, limits: RoundLimits(width: 1, timeout: .seconds(20))) { progress in
                if case .step(_, "survey") = progress { isSurveying.store(true, ordering: .relaxed) }
            }
            let round = SurveyRound(
                fleet: fleet, starter: try bench.house.starter(), intake: Intake(store: bench.store), runID: "run-1",
                now: ActingBench.now)
            group.addTask {
                let results = await round.run(on: [bench.host])
                isOver.store(true, ordering: .relaxed)
                #expect(results.first?.outcome.kind == .ok)
            }
            try await eventually { isSurveying.load(ordering: .relaxed) }
            try await eventually {
                let now = ActingBench.now()
                return try await bench.store.acquireLeases(
                    of: [bench.host.name], holder: "relief", at: now, until: now.advanced(by: .seconds(60))
                ).isEmpty
            }
            // Its sample alone takes half a second.
            #expect(!isOver.load(ordering: .relaxed))
            try await group.waitForAll()
        }
        // The entry was asked for before.
        #expect(try await bench.store.ledger(LedgerFilter()).map(\.state) == [.cancelled])
    }
}
