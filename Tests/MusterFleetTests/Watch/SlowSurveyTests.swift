import MusterIO
import MusterModel
import MusterStore
import Synchronization
import Testing

@testable import MusterFleet

struct SlowSurveyTests {
    private final class Course: Sendable {
        private let steps = Mutex<Set<String>>([])

        func reached(_ step: String) { steps.withLock { _ = $0.insert(step) } }
        func has(_ step: String) -> Bool { steps.withLock { $0.contains(step) } }
    }

    /// Relief beside it takes the host's lease.
    @Test
    func aSurveyThatTakesItsTimeHoldsNoLease() async throws {
        let bench = try await ActingBench()
        let id = try #require(bench.acting().newID())
        try await bench.store.intend([LedgerEntry(ActingBench.order(.stop), id: id, on: bench.host, by: bench.acting())]
        )
        _ = try await bench.store.markSent([id], at: ActingBench.now())
        let course = Course()
        let fleet = Fleet(dialer: bench.house, limits: RoundLimits(width: 1, timeout: .seconds(20))) { progress in
            if case .step(_, let step) = progress { course.reached(step) }
        }
        let round = SurveyRound(
            fleet: fleet, starter: try bench.house.starter(), intake: Intake(store: bench.store), runID: "run-1",
            now: ActingBench.now)
        let run = Task {
            let results = await round.run(on: [bench.host])
            course.reached("end")
            return results.first?.outcome.kind
        }
        try await eventually { course.has("survey") }
        try await eventually {
            let now = ActingBench.now()
            return try await bench.store.acquireLeases(
                of: [bench.host.name], holder: "relief", at: now, until: now.advanced(by: .seconds(60))
            ).isEmpty
        }
        // Its sample alone takes half a second.
        #expect(!course.has("end"))
        #expect(await run.value == .ok)
        // The entry was asked for before.
        #expect(try await bench.store.ledger(LedgerFilter()).map(\.state) == [.cancelled])
    }
}
