import MusterModel
import MusterStore
import Testing

struct HostTests {
    let directory: TemporaryDirectory
    let store: Store
    let host: HostName

    init() throws {
        directory = try TemporaryDirectory()
        store = try Store.writing(directory.file("fleet.db"))
        host = try .named("hel01")
    }

    private let freshness = Freshness(now: .at(100), staleAfter: .seconds(600))

    @Test func hostsThatLeaveAreRetiredWithTheirHistory() async throws {
        let attic = try HostName.named("attic")
        let both = [HostTarget(name: host, labels: ["country": "fi"], groups: ["hetzner"]), HostTarget(name: attic)]
        #expect(try await store.sync(hosts: both, at: .at(0)).added == [host, attic])
        #expect(try await store.sync(hosts: both, at: .at(1)).isEmpty)
        try await store.ingest(.example(attic, nodes: [.example(1, on: attic)]))
        #expect(try await store.sync(hosts: [both[0]], at: .at(2)).retired == [attic])
        #expect(try await store.hosts(at: freshness).map(\.name) == [host])
        #expect(try await store.hosts(at: freshness, retired: true).map(\.isRetired) == [true, false])
        #expect(try await store.nodes(limit: 9, at: freshness).isEmpty)
        #expect(try await store.nodes(of: attic).count == 1)
        #expect(try await store.sync(hosts: both, at: .at(3)).returned == [attic])
        #expect(try await store.nodes(limit: 9, at: freshness).count == 1)
    }

    @Test func settingsComeBackWhole() async throws {
        var target = HostTarget(
            name: host, addresses: ["10.0.0.1", "10.0.0.2"], port: 2222, user: "ant", via: [try .named("relay")],
            become: .sudo, labels: ["a": "b", "c": "d"], groups: ["g"],
            policy: Policy(host: ["node_cap": .integer(5), "cpu_less_than": .real(70.5)]))
        try await store.sync(hosts: [target], at: .at(0))
        #expect(try await store.hostSettings() == [target])
        target.labels = ["a": "z"]
        #expect(try await store.sync(hosts: [target], at: .at(1)).changed == [host])
        #expect(try await store.hosts(at: freshness).first?.labels == ["a": "z"])
    }

    @Test func hostsOfDifferentKindsKeepTheirOwn() async throws {
        let kinds: [[ServiceKind]] = [[.antnode], [.antnode, .service], [], [.service], [.antnode]]
        let targets = try kinds.enumerated().map { HostTarget(name: try .named("h\($0.offset)"), kinds: $0.element) }
        try await store.sync(hosts: targets, at: .at(0))
        #expect(try await store.hostSettings() == targets)
        #expect(try await store.sync(hosts: targets, at: .at(1)).isEmpty)
        var changed = targets
        changed[1].kinds = [.service]
        #expect(try await store.sync(hosts: changed, at: .at(2)).changed == [targets[1].name])
    }

    @Test func factsAreWhatConditionsAskFor() async throws {
        try await store.sync(
            hosts: [HostTarget(name: host, labels: ["country": "fi"], groups: ["hetzner"])], at: .at(0))
        let nodes = [
            NodeRecord.example(1, on: host, version: "0.4.17"), .example(2, on: host, version: "0.4.9"),
        ]
        try await store.ingest(.example(host, at: 60, nodes: nodes.map { $0.at(60) }))
        let facts = try #require(try await store.facts(at: freshness)[host])
        #expect(facts["version"] == .text("0.4.9"))
        #expect(facts["running"] == .integer(2))
        #expect(facts["cpu"] == .real(30))
        #expect(facts["mem"] == .real(75))
        #expect(facts["disk"] == .real(90))
        #expect(facts["age"] == .integer(40))
        #expect(facts["label.country"] == .text("fi"))
        #expect(facts["group.hetzner"] == .integer(1))
        for name in facts.keys where !name.contains(".") {
            #expect(HostState.factNames.contains(name), "conditions may not ask for \(name)")
        }
        let late = try #require(try await store.facts(at: Freshness(now: .at(9000), staleAfter: .seconds(600)))[host])
        #expect(late["cpu"] == nil)
        #expect(late["running"] == .integer(0))
        #expect(late["unknown"] == .integer(2))
        #expect(late["cores"] == .integer(8))
    }

    @Test func anUnreachableHostKeepsTheAddressThatWorked() async throws {
        try await store.sync(hosts: [HostTarget(name: host)], at: .at(0))
        try await store.begin(run("1", at: 0))
        let failure = HostFailure(step: "connect", message: "timed out", fix: "look at its power")
        try await store.record([RunHost(host: host, outcome: .ok, at: .at(1), took: 5, address: "10.0.0.2")], run: "1")
        try await store.begin(run("2", at: 2))
        try await store.record(
            [RunHost(host: host, outcome: .unreachable, failure: failure, at: .at(3), took: 10_000)], run: "2")
        #expect(
            try await store.hosts(at: freshness).first?.contact
                == HostContact(
                    at: .at(3), outcome: .unreachable, failure: failure, lastReachedAt: .at(1), address: "10.0.0.2"))
    }

    private func run(_ id: String, at seconds: Int64) -> RunRecord {
        RunRecord(id: id, verb: "survey", arguments: ["hel01", "--parallel=5"], startedAt: .at(seconds), by: "op@desk")
    }

    @Test func historyHasRunsWithCountsAndTheirHosts() async throws {
        try await store.sync(hosts: [HostTarget(name: host)], at: .at(0))
        try await store.begin(run("1", at: 0))
        try await store.begin(run("2", at: 10))
        let result = RunHost(host: host, outcome: .ok, at: .at(11), took: 42, address: "10.0.0.1")
        try await store.record([result], run: "2")
        try await store.finish(run: "2", at: .at(12), exitCode: 0)
        var ended = run("2", at: 10)
        ended.endedAt = .at(12)
        ended.exitCode = 0
        ended.counts = [.ok: 1]
        #expect(try await store.runs(limit: 5) == [ended, run("1", at: 0)])
        #expect(try await store.runs(limit: 5, of: host) == [ended])
        #expect(try await store.hosts(ofRun: "2") == [result])
        await #expect(throws: StoreError.unknownRun("3")) { try await store.finish(run: "3", at: .at(0), exitCode: 0) }
    }

    @Test func leasesAreHeldUntilTheirTimeIsOver() async throws {
        let other = try HostName.named("attic")
        try await store.sync(hosts: [HostTarget(name: host), HostTarget(name: other)], at: .at(0))
        #expect(try await store.acquireLeases(of: [host], holder: "a", at: .at(0), until: .at(60)).isEmpty)
        let held = try await store.acquireLeases(of: [other, host], holder: "b", at: .at(10), until: .at(70))
        #expect(held == [Lease(host: host, holder: "a", since: .at(0), until: .at(60))])
        #expect(try await store.acquireLeases(of: [host], holder: "a", at: .at(50), until: .at(90)).isEmpty)
        #expect(
            try await store.leases(at: .at(80)) == [Lease(host: host, holder: "a", since: .at(0), until: .at(90))])
        #expect(try await store.acquireLeases(of: [host], holder: "b", at: .at(90), until: .at(120)).isEmpty)
        try await store.releaseLeases(heldBy: "b")
        #expect(try await store.leases(at: .at(91)).isEmpty)
    }

    @Test func pruningKeepsWhatHappened() async throws {
        try await store.sync(hosts: [HostTarget(name: host)], at: .at(0))
        for second in [0, 100] as [Int64] {
            var survey = IngestedSurvey.example(host, at: second, nodes: [.example(1, on: host)])
            survey.events = [FleetEvent(at: .at(second), host: host, kind: .nodeAppeared, text: "")]
            try await store.ingest(survey)
        }
        try await store.prune(Retention(nodeSamples: .zero, hostSamples: .seconds(51)), at: .at(101))
        #expect(try await store.rowCount("sample") == 1)
        #expect(try await store.rowCount("volume_sample") == 2)
        #expect(try await store.rowCount("node_sample") == 0)
        #expect(try await store.events(since: .at(0), limit: 9).map(\.at) == [.at(100), .at(0)])
        #expect(try await store.events(since: .at(50), limit: 9, of: [host]).count == 1)
        #expect(try await store.nodes(of: host).count == 1)
    }

    @Test func agentsAreRememberedAndForgotten() async throws {
        try await store.sync(hosts: [HostTarget(name: host)], at: .at(0))
        let agent = AgentRecord(
            version: "0.1.0", sha256: "ab", size: 8_000_000, architecture: "x86_64", path: "/a", lastContact: .at(1))
        try await store.record([host: agent])
        #expect(try await store.hosts(at: freshness).first?.agent == agent)
        try await store.forgetAgents(of: [host])
        #expect(try await store.hosts(at: freshness).first?.agent == nil)
    }
}

extension NodeRecord {
    /// The same record with evidence of another moment.
    fileprivate func at(_ seconds: Int64) -> NodeRecord {
        var record = self
        record.evidenceAt = .at(seconds)
        return record
    }
}
