import MusterModel
import MusterStore
import Testing

@testable import MusterFleet

/// What of a run later ones took over.
struct RetryChoiceTests {
    @Test
    func aRetryThatNamesNodesTakesOverThoseAlone() async throws {
        let bench = try await ActingBench()
        let node = "antnode0001"
        _ = try await bench.act([ActingBench.order(.restart, node)])
        let words = ["--node", "hel01/\(node),hel02/antnode0002"]
        try await bench.store.begin(
            RunRecord(
                id: "run-2", verb: "node restart", arguments: words, startedAt: ActingBench.now(), by: "ann@desk",
                retryOf: "run-1"))
        func choice() async throws -> RetryChoice {
            try await RetryChoice.read(run: "run-1", only: [.failed], from: bench.store)
        }
        // It has not come to the host yet.
        #expect(try await choice().retry(of: bench.host.name, node: node) == nil)
        _ = try await bench.act([ActingBench.order(.restart, node)], as: bench.acting("run-2"))
        let later = try await choice()
        #expect(later.retry(of: bench.host.name, node: node)?.id == "run-2")
        #expect(later.retry(of: bench.host.name, node: "antnode0003") == nil)
        #expect(later.retry(of: try #require(HostName("hel02")), node: "antnode0002") == nil)
    }
}
