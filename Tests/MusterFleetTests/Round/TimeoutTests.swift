import Testing

@testable import MusterFleet

struct TimeoutTests {
    @Test
    func anOperationThatOverrunsIsCancelledAndTheTimeNamed() async {
        await #expect(throws: TimedOut(after: .milliseconds(10))) {
            try await withTimeout(.milliseconds(10), clock: ContinuousClock()) {
                try await Task.sleep(for: .seconds(600))
            }
        }
    }

    @Test
    func whatACancelledOperationStillSaysIsTheResult() async throws {
        let task = Task {
            try await withTimeout(.seconds(600), clock: ContinuousClock()) {
                try? await Task.sleep(for: .seconds(600))
                // Clean-up that must outlive the cancellation.
                await Task { for _ in 0..<100 { await Task.yield() } }.value
                return 7
            }
        }
        task.cancel()
        #expect(try await task.value == 7)
    }
}
