import MusterFleet
import MusterIO
import MusterModel
import MusterStore
import Testing

/// A store, hosts in a house, and everything that acts on them.
struct ActingBench {
    let house: AgentHouse
    let store: Store
    let stop = StopSignal()
    let host: HostTarget

    init(performer: ScriptedPerformer = ScriptedPerformer(), policy: Policy = Policy(), kinds: [ServiceKind] = [])
        async throws
    {
        house = try AgentHouse(performer: performer)
        store = try Store.open(
            house.home.path + "/fleet.db", mode: .readWrite(now: Self.now(), newControllerID: "c0ffee"))
        let name = try #require(HostName("hel01"))
        host = HostTarget(name: name, kinds: kinds, policy: policy)
        try await store.sync(hosts: [host], at: Self.now())
        try await begin(run: "run-1")
    }

    @Sendable static func now() -> Timestamp { SystemWatchClock().now }

    func begin(run: String) async throws {
        try await store.begin(
            RunRecord(id: run, verb: "test", arguments: [], startedAt: Self.now(), by: "ann@desk"))
    }

    func acting(_ run: String = "run-1", patience: Duration = .zero) -> Acting {
        Acting(
            store: store, runID: run, controller: "c0ffee", by: "ann@desk", verb: "test", randomness: .system,
            now: Self.now, patience: patience)
    }

    func fleet(_ timeout: Duration = .seconds(20)) -> Fleet {
        Fleet(dialer: house, limits: RoundLimits(width: 4, timeout: timeout), stop: stop)
    }

    func act(
        _ orders: [ActionOrder], as acting: Acting? = nil, timeout: Duration = .seconds(20)
    ) async throws -> HostResult<HostActed> {
        let round = ActionRound(
            fleet: fleet(timeout), starter: try house.starter(), acting: acting ?? self.acting())
        return try #require(await round.run([host.name: orders], on: [host]).first)
    }

    static func order(_ verb: ActionVerb, _ name: String = "antnode0001", number: Int64 = 1) -> ActionOrder {
        ActionOrder(
            verb: verb, node: spec(name, number: number), basis: ActionBasis(bootID: "b"), cause: .operator,
            reason: "asked for")
    }

    static func spec(_ name: String, number: Int64) -> NodeSpec {
        NodeSpec(
            kind: "antnode", name: name, number: number, manager: .process, storage: "/data",
            dataDirectory: "/data/\(name)", binary: "/data/\(name)/antnode",
            rewardsAddress: "0x00455d78f850b0358e8cea5be24d415e01e107cf")
    }
}

/// Looks again and again until something is so; a test that waits in vain fails.
func eventually(
    within limit: Duration = .seconds(120), sourceLocation: SourceLocation = #_sourceLocation,
    _ isSo: () async throws -> Bool
) async throws {
    let deadline = Deadline.after(limit)
    while try await !isSo() {
        guard Deadline.now < deadline else {
            Issue.record("it did not happen within \(limit)", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}
