import MusterIO
import MusterModel
import MusterStore
import MusterWire
import Synchronization
import Testing

@testable import MusterFleet

/// What keeps an order from being begun, and what follows from a report.
struct DispatchTests {
    private static let hash = String(repeating: "b", count: 64)

    @Test
    func aNumberThatIsTakenGivesWayToTheNext() async throws {
        let performer = ScriptedPerformer { request in
            (request.node?.number ?? 0) < 3
                ? ActionReport(id: request.id, ending: .failed, fault: .portTaken)
                : ActionReport(id: request.id, ending: .done)
        }
        let bench = try await ActingBench(performer: performer, kinds: [.antnode])
        let acted = try #require(try await bench.act([ActingBench.order(.add)]).outcome.value)
        #expect(acted.entries.map(\.state) == [.failed, .failed, .done])
        #expect(performer.performed.map { $0.node?.number } == [1, 2, 3])
        #expect(Set(acted.entries.map(\.id)).count == 3)
    }

    @Test
    func aNumberThatANeighbourGotMeanwhileGivesWayToTheNext() async throws {
        let bench = try await ActingBench(kinds: [.antnode])
        var host = bench.host
        host.labels["nat"] = "attic"
        let neighbour = HostTarget(name: try #require(HostName("hel02")), labels: ["nat": "attic"])
        try await bench.store.sync(hosts: [host, neighbour], at: ActingBench.now())
        var order = ActingBench.order(.add)
        order.node?.ports = [PortClaim(field: NodeField.nodePort, port: 55_001, transport: .udp, isPublic: true)]
        let id = try #require(bench.acting().newID())
        try await bench.store.intend([LedgerEntry(order, id: id, on: neighbour, by: bench.acting())])
        let acted = try #require(try await bench.act([order]).outcome.value)
        #expect(acted.entries.map(\.state) == [.done])
        #expect(bench.house.performer.performed.map { $0.node?.number } == [2])
    }

    @Test
    func aHostWhereEveryNumberIsTakenIsGivenUp() async throws {
        let performer = ScriptedPerformer { ActionReport(id: $0.id, ending: .failed, fault: .portTaken) }
        let bench = try await ActingBench(performer: performer, kinds: [.antnode])
        let acted = try #require(try await bench.act([ActingBench.order(.add)]).outcome.value)
        #expect(performer.performed.count == 5)
        #expect(acted.hasFailed)
    }

    @Test
    func aQuarantinedBinaryGoesToNoOtherNode() async throws {
        let performer = ScriptedPerformer { ActionReport(id: $0.id, ending: .failed, fault: .gateFailed) }
        let bench = try await ActingBench(performer: performer)
        let orders = (1...3).map { number in
            var order = ActingBench.order(.upgrade, "antnode000\(number)")
            order.source = BinarySource(path: "/new", sha256: Self.hash, version: "0.4.18")
            order.gate = HealthGate(probes: [], holdFor: 1, within: 1)
            return order
        }
        let acted = try #require(try await bench.act(orders).outcome.value)
        #expect(performer.performed.count == 1)
        #expect(acted.deferred.count == 2)
        #expect(try await bench.store.quarantines().map(\.hash) == [Self.hash])
    }

    private static func upgrade(_ name: String) -> ActionOrder {
        var order = ActingBench.order(.upgrade, name)
        order.source = BinarySource(path: "/new", sha256: hash, version: "0.4.18")
        order.gate = HealthGate(probes: [], holdFor: 1, within: 1)
        return order
    }

    /// As a watch does it: the upgrade is waited for beside, under the same lease, and a stop is done meanwhile.
    @Test
    func aNodeIsStoppedWhileAnotherProvesItself() async throws {
        let bench = try await ActingBench()
        let performer = bench.house.performer
        performer.prove(true)
        let upgrade = Mutex<Task<Void, any Error>?>(nil)
        let results = await bench.fleet().inAgentSession(with: [bench.host], by: try bench.house.starter()) {
            host, agent, deadline in
            let acting = bench.acting()
            let claim = HostClaim(host: host.name, session: agent.session, acting: acting)
            try await claim.take(until: deadline)
            var dispatch = Dispatch(
                host: host, facts: agent.hello.facts, session: agent.session, acting: acting, claim: claim,
                stop: bench.stop, limits: LimitDesk(store: bench.store, inventory: [host], now: acting.now))
            dispatch.follow = { _, end in
                let isHeld = await claim.join()
                #expect(isHeld)
                upgrade.withLock {
                    $0 = Task {
                        try await end()
                        await claim.leave()
                    }
                }
            }
            var relief = ActingBench.order(.stop, "antnode0002")
            relief.cause = .cpu
            relief.relief = ReliefReading(.cpu, value: 90, limit: 80)
            let first = try await dispatch.run([Self.upgrade("antnode0001"), relief], until: deadline)
            let second = try await dispatch.run([relief], until: deadline)
            await claim.leave()
            let leases = try await bench.store.leases(at: acting.now())
            let open = try await bench.store.openEntries()
            performer.prove(false)
            try await upgrade.withLock { $0 }?.value
            return (first, second, leases.count, open.map(\.verb))
        }
        let (first, second, leases, open) = try #require(results.first?.outcome.value)
        #expect(first.entries.isEmpty)
        #expect(first.followed.map(\.verb) == [.upgrade])
        #expect(first.deferred.map(\.because) == ["antnode0001 proves itself after its upgrade"])
        #expect(second.entries.map(\.state) == [.done])
        // The lease is kept until the upgrade has ended too.
        #expect(leases == 1)
        #expect(open == [.upgrade])
        #expect(try await bench.store.ledger(LedgerFilter()).map(\.state) == [.done, .done])
        #expect(try await bench.store.leases(at: ActingBench.now()).isEmpty)
    }

    @Test
    func startsBeyondTheLimitArePutOff() async throws {
        let bench = try await ActingBench(policy: Policy(host: ["max_starts_per_minute": .integer(2)]))
        let orders = (1...4).map { ActingBench.order(.start, "antnode000\($0)") }
        let acted = try #require(try await bench.act(orders).outcome.value)
        #expect(acted.entries.count == 2)
        #expect(acted.deferred.count == 2)
        #expect(acted.isHeldBack)
    }

    @Test
    func whoeverWaitsForALimitIsTold() async throws {
        let bench = try await ActingBench(policy: Policy(host: ["max_starts_per_minute": .integer(1)]))
        let told = Mutex<[String]>([])
        let fleet = Fleet(dialer: bench.house, limits: bench.fleet().limits) { progress in
            if case .wait(_, let text) = progress { told.withLock { $0.append(text) } }
        }
        let round = ActionRound(
            fleet: fleet, starter: try bench.house.starter(), acting: bench.acting(patience: .milliseconds(1500)))
        let orders = (1...2).map { ActingBench.order(.start, "antnode000\($0)") }
        let acted = try #require(await round.run([bench.host.name: orders], on: [bench.host]).first?.outcome.value)
        #expect(acted.deferred.count == 1)
        let words = ["start antnode0002 waits: 1 starts in the last minute use up the fleet's limit"]
        #expect(told.withLock { $0 } == words)
    }

    @Test
    func anOperatorsVerbGoesBeforeWhatTheEngineHasQueued() async throws {
        let bench = try await ActingBench()
        let performer = bench.house.performer
        performer.hold(true)
        let orders = (1...3).map { number in
            var order = ActingBench.order(.stop, "antnode000\(number)", number: Int64(number))
            order.cause = .surplus
            return order
        }
        let engine = Task { try await bench.act(orders) }
        try await eventually { performer.performed.count == 1 }
        try await bench.begin(run: "run-2")
        let verb = Task {
            try await bench.act([ActingBench.order(.start)], as: bench.acting("run-2", patience: .seconds(20)))
        }
        try await eventually { try await bench.store.isLeaseWanted(of: bench.host.name, at: ActingBench.now()) }
        performer.hold(false)
        // What runs is not cancelled, and what waits in the same plan is.
        let acted = try #require(try await engine.value.outcome.value)
        #expect(acted.entries.map(\.state) == [.done])
        #expect(acted.deferred.map(\.node) == ["antnode0002", "antnode0003"])
        #expect(try await verb.value.outcome.value?.entries.map(\.state) == [.done])
        #expect(performer.performed.map(\.verb) == [.stop, .start])
    }

    @Test
    func anOperatorMayGoBeyondTheLimitAndItIsRecorded() async throws {
        let bench = try await ActingBench(policy: Policy(host: ["max_starts_per_minute": .integer(1)]))
        var acting = bench.acting()
        acting.overridesLimits = true
        let orders = (1...3).map { ActingBench.order(.start, "antnode000\($0)") }
        let acted = try #require(try await bench.act(orders, as: acting).outcome.value)
        #expect(acted.entries.count == 3)
        #expect(acted.entries.allSatisfy { $0.by.contains("beyond the limits") })
    }
}
