import MusterIO
import MusterModel
import MusterStore
import MusterWire
import Testing

@testable import MusterFleet

/// Verbs that change hosts without an action take turns with those that act.
struct ClaimTests {
    enum Verb: String, CaseIterable {
        case copy, push, remove

        func run(
            _ bench: ActingBench, as acting: Acting, timeout: Duration = .seconds(20)
        ) async throws -> HostOutcome<Void> {
            let starter = try bench.house.starter()
            let fleet = bench.fleet(timeout)
            let file = FileToCopy(
                bytes: Array("hello".utf8), destination: bench.house.home.path + "/copied", mode: 0o644)
            switch self {
            case .copy:
                return try #require(
                    await fleet.copy(file, to: [bench.host], by: starter, as: acting).first
                ).outcome.erased
            case .push:
                return try #require(
                    await fleet.pushAgents(to: [bench.host], by: starter, as: acting).first
                ).outcome.erased
            case .remove:
                return try #require(
                    await fleet.removeAgents(from: [bench.host], by: starter, as: acting).first
                ).outcome
            }
        }
    }

    @Test(arguments: Verb.allCases)
    func aFreeHostIsWorkedOnAndGivenBack(verb: Verb) async throws {
        let bench = try await ActingBench()
        #expect(try await verb.run(bench, as: bench.acting()).kind == .ok)
        #expect(try await bench.store.leases(at: ActingBench.now()).isEmpty)
        // Only what may change nodes' hosts leaves a lease's file there.
        let left = try bench.house.home.run(
            "/bin/sh", "ls -A \(bench.house.home.path)/hel01/var/tmp/muster 2>/dev/null; true")
        #expect(left.output.isEmpty == (verb != .copy))
    }

    @Test(arguments: Verb.allCases)
    func aHostThatAnotherVerbHoldsIsLeftAlone(verb: Verb) async throws {
        let bench = try await ActingBench()
        let now = ActingBench.now()
        _ = try await bench.store.acquireLeases(
            of: [bench.host.name], holder: "bob@desk node stop", at: now, until: now.advanced(by: .seconds(60)))
        let outcome = try await verb.run(bench, as: bench.acting())
        #expect(outcome.kind == .leased)
        #expect(outcome.failure?.message.contains("bob@desk node stop") == true)
        #expect(try bench.house.home.run("/bin/sh", "ls \(bench.house.home.path)/copied").status != 0)
    }

    @Test
    func whoeverIsStoppedWaitsForNobody() async throws {
        let bench = try await ActingBench()
        let now = ActingBench.now()
        _ = try await bench.store.acquireLeases(
            of: [bench.host.name], holder: "bob@desk node stop", at: now, until: now.advanced(by: .seconds(60)))
        let acting = bench.acting(patience: .seconds(600))
        let run = Task { try await Verb.copy.run(bench, as: acting, timeout: .seconds(600)).kind }
        try await eventually { try await bench.store.isLeaseWanted(of: bench.host.name, at: ActingBench.now()) }
        bench.stop.stop()
        #expect(try await run.value == .leased)
    }

    @Test(arguments: [Verb.copy, .remove])
    func aHostThatAnotherControllerWatchesIsLeftAlone(verb: Verb) async throws {
        let bench = try await ActingBench()
        let request = LeaseRequest(
            controller: "beef", holder: "eve@lair watch", milliseconds: 60_000, watches: true)
        let granted = await bench.fleet().inAgentSession(with: [bench.host], by: try bench.house.starter()) {
            _, agent, deadline in try await agent.session.lease(request, until: deadline).granted
        }
        #expect(granted.first?.outcome.value == true)
        let outcome = try await verb.run(bench, as: bench.acting(patience: .seconds(60)))
        #expect(outcome.kind == .foreign)
        #expect(outcome.failure?.message.contains("eve@lair watch") == true)
        #expect(try await bench.store.leases(at: ActingBench.now()).isEmpty)
    }
}

extension HostOutcome {
    fileprivate var erased: HostOutcome<Void> {
        switch self {
        case .ok: .ok(())
        case .failed(let failure): .failed(failure)
        case .unreachable(let failure): .unreachable(failure)
        case .unknown(let failure): .unknown(failure)
        case .leased(let failure): .leased(failure)
        case .foreign(let failure): .foreign(failure)
        case .skipped: .skipped
        }
    }
}
