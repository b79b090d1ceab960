import Foundation
import MusterHost
import MusterIO
import MusterModel
import MusterPolicy
import MusterStore
import Testing

@testable import MusterFleet

/// What `plan` shows and what `apply` does, over several hosts.
struct DecisionTests {
    private static let moment = ActingBench.now()
    private static let addresses = [
        "0x00455d78f850b0358E8cea5be24d415E01E107CF", "0x52908400098527886E0F7030069857D2E4169EE7",
    ]

    /// Limits that the machine on which the tests run never reaches.
    private static let policy: [String: Scalar] = [
        "node_cap": .integer(3), "max_concurrent_starts": .integer(9), "max_concurrent_operations": .integer(9),
        "cpu_less_than": .integer(1000), "cpu_remove": .integer(1000), "mem_less_than": .integer(1000),
        "mem_remove": .integer(1000), "hd_less_than": .integer(1000), "desired_load_average": .integer(99_999),
        "max_load_average_allowed": .integer(100_000), "max_starts_per_minute": .integer(4),
        "process_manager": .text(geteuid() == 0 ? "setsid+sudo" : "setsid+user"), "antnode_path": .text("/opt/antnode"),
        "node_storage": .text("/var/tmp/nodes"),
        "rewards_address": .text(addresses.map { $0 + ":1" }.joined(separator: ",")),
    ]

    private let bench: ActingBench

    init() async throws { bench = try await ActingBench() }

    /// Hosts that are in the inventory and adopted.
    private func fleet(
        _ names: [String], nat: String? = nil, policy: [String: Scalar] = policy
    ) async throws -> [HostTarget] {
        // Nothing that runs on the machine of the tests is a node of these hosts.
        var kind = ServiceKind.antnode
        kind.discovery = []
        let hosts = try names.map { name in
            HostTarget(
                name: try #require(HostName(name)), labels: nat.map { ["nat": $0] } ?? [:], kinds: [kind],
                policy: Policy(host: policy), walletScopes: ["antnode": "defaults"])
        }
        for host in hosts { try makeMachine(of: host.name) }
        try await bench.store.sync(hosts: hosts, at: Self.moment)
        for host in hosts {
            try await bench.store.recordAdoption(
                Adoption(host: host.name, machineID: nil, at: Self.moment, by: "ann@desk"))
        }
        return hosts
    }

    /// One machine that answers under several names would be left alone.
    private func makeMachine(of host: HostName) throws {
        let etc = URL(filePath: try bench.house.root(of: host).path("/etc"))
        try FileManager.default.removeItem(at: etc)
        try FileManager.default.createDirectory(at: etc, withIntermediateDirectories: true)
        try Data("\(host)\n".utf8).write(to: etc.appending(path: "machine-id"))
        try FileManager.default.copyItem(atPath: "/etc/passwd", toPath: etc.appending(path: "passwd").path())
    }

    private func reader(_ hosts: [HostTarget]) -> SituationReader {
        SituationReader(store: bench.store, inventory: hosts)
    }

    private func applied(_ hosts: [HostTarget]) async throws -> [Plan] {
        let survey = SurveyRound(
            fleet: bench.fleet(), starter: try bench.house.starter(), intake: Intake(store: bench.store),
            runID: "run-1", now: { Self.moment })
        let round = ApplyRound(survey: survey, reader: reader(hosts), runID: "run-1")
        return await round.run(on: hosts).compactMap(\.outcome.value?.plan)
    }

    @Test
    func planShowsExactlyWhatApplyDoes() async throws {
        let hosts = try await fleet(["c", "a", "d", "b"])
        let applied = try await applied(hosts)
        #expect(applied.map(\.host.text) == ["c", "a", "d", "b"])
        #expect(applied.map(\.actions.count) == [3, 1, 0, 0], "\(applied.map(\.deferred))")
        #expect(try await reader(hosts).decisions(on: hosts, at: Self.moment).map(\.plan) == applied)
        let alone = try await reader(hosts).decisions(on: [hosts[3]], at: Self.moment).map(\.plan)
        #expect(alone.map(\.actions.count) == [3])
        #expect(try await bench.store.decision(of: hosts[0].name)?.plan == applied.first)
    }

    @Test
    func whatIsShownIsCarriedOutWithoutWaiting() async throws {
        let hosts = try await fleet(["a", "b"])
        let plans = try await applied(hosts)
        let round = ActionRound(fleet: bench.fleet(), starter: try bench.house.starter(), acting: bench.acting())
        let acted = await round.run(plans, on: hosts).compactMap(\.outcome.value)
        #expect(acted.map(\.entries.count) == [3, 1])
        #expect(acted.allSatisfy { $0.deferred.isEmpty && $0.entries.allSatisfy { $0.state == .done } })
    }

    @Test
    func neighboursOfOnePublicAddressShareItsPorts() async throws {
        let policy = Self.policy.merging(["node_cap": .integer(1)]) { $1 }
        let hosts = try await fleet(["a", "b", "c"], nat: "attic", policy: policy)
        let plans = try await applied(hosts)
        #expect(plans.map { $0.actions.map(\.node.number) } == [[1], [2], [3]])
        // What is done on one host is known to the next that is decided on alone.
        let round = ActionRound(fleet: bench.fleet(), starter: try bench.house.starter(), acting: bench.acting())
        _ = await round.run([plans[1]], on: [hosts[1]])
        let alone = try await reader(hosts).decisions(on: [hosts[0]], at: Self.moment)
        #expect(alone.map { $0.situation.sharedPorts.count } == [2])
        #expect(alone.map { $0.plan.actions.map(\.node.number) } == [[1]])
    }

    @Test
    func theDrawCountsTheNodesOfItsScope() async throws {
        let hosts = try await fleet(["a", "b"])
        let plans = try await applied(hosts)
        let drawn = plans.flatMap { $0.actions.compactMap(\.node.rewardsAddress) }
        #expect(drawn == [0, 1, 0, 1].map { Self.addresses[$0] })
        let round = ActionRound(fleet: bench.fleet(), starter: try bench.house.starter(), acting: bench.acting())
        _ = await round.run([plans[1]], on: [hosts[1]])
        var other = hosts
        #expect(try await drawnOn(other) == ["antnode": [Self.addresses[1]: 1]])
        // An equal text at another level is another scope.
        other[0].walletScopes = ["antnode": "host a"]
        #expect(try await drawnOn(other) == ["antnode": [:]])
    }

    private func drawnOn(_ hosts: [HostTarget]) async throws -> [String: [String: Int]]? {
        try await reader(hosts).situations(of: [hosts[0]], at: Self.moment).first?.drawn
    }
}
