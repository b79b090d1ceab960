import MusterModel
import MusterStore
import Testing

/// What is kept of a host's nodes over time.
struct NodeHistoryTests {
    @Test func statusesActionsAndUsesOfTheTimeAreThereAndTheLastStatusBefore() async throws {
        let ledger = try await Ledger()
        let (store, host) = (ledger.store, ledger.host)
        func event(_ node: Int, _ before: String, _ after: String, at seconds: Int64) -> FleetEvent {
            FleetEvent(
                at: .at(seconds), host: host, node: "antnode000\(node)", kind: .statusChanged,
                text: "\(before) → \(after)", before: before, after: after)
        }
        let events = [
            event(1, "RUNNING", "STOPPED", at: 10), event(1, "STOPPED", "RUNNING", at: 20),
            event(2, "RUNNING", "DEAD", at: 200),
        ]
        try await store.record(events)
        let entry = try ledger.entry("a", .stop, node: 3, at: 150)
        try await store.intend([entry])
        _ = try await store.settle([entry.report(.done)], at: .at(160))
        let gone = try #require(await ledger.node(2))
        var later = IngestedSurvey.example(host, at: 300, nodes: [try #require(await ledger.node(1))])
        later.gone = [gone.id]
        try await store.ingest(later)
        let history = try await store.nodeHistory(of: host, since: .at(100))
        #expect(history.nodes.map(\.record.id.name) == ["antnode0001", "antnode0002", "antnode0003"])
        #expect(history.nodes.map(\.goneAt) == [nil, .at(300), nil])
        #expect(history.events == [events[1], events[2]])
        #expect(history.actions.map(\.id) == [entry.id])
        #expect(history.uses == [NodeUse(at: .at(300), node: "antnode0001", residentBytes: 100 << 20)])
        #expect(try await store.nodeHistory(of: host, since: .at(0)).events == events)
    }
}
