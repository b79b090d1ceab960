import MusterModel
import MusterStore
import Testing

struct IngestTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A store that knows `hosts`.
    func store(_ hosts: [String]) async throws -> Store {
        let store = try Store.writing(directory.file("fleet.db"))
        try await store.sync(hosts: hosts.map { HostTarget(name: try .named($0)) }, at: .at(0))
        return store
    }

    @Test func aRecordComesBackAsItWasWritten() async throws {
        let host = try HostName.named("hel01")
        let store = try await store(["hel01"])
        var full = NodeRecord.example(2, on: host, status: .restarting)
        full.health = .crashLoop
        full.missingSince = .at(5)
        full.rootAbsences = 1
        full.startMoves = 2
        full.storage = StorageIdentity(mountPoint: "/data", device: "254:16")
        full.desired = DesiredState(goal: .disabled, setBy: .operator, since: .at(1), until: .at(9), reason: "disk")
        full.open = OpenAction(id: "ab", verb: .upgrade, since: .at(1), endsAt: .at(300))
        full.managed = true
        full.earned = Attos(.max)
        full.rewardCounter = RewardCounter(value: .max, bootID: "boot-1", pid: 7, startedAfterBoot: 8)
        full.observation.lastFailure = "a\u{1B}[31m\0b"
        let records = [NodeRecord.example(1, on: host), full]
        try await store.ingest(.example(host, nodes: records))
        #expect(try await store.nodes(of: host) == records)
    }

    @Test func anUnknownHostUndoesTheWholeBatch() async throws {
        let known = try HostName.named("hel01")
        let stranger = try HostName.named("mars")
        let store = try await store(["hel01"])
        await #expect(throws: StoreError.unknownHost(stranger)) {
            try await store.ingest([
                .example(known, nodes: [.example(1, on: known)]), .example(stranger, nodes: []),
            ])
        }
        #expect(try await store.nodes(of: known).isEmpty)
    }

    @Test func staleEvidenceReadsUnknownWithTheLastStatus() async throws {
        let host = try HostName.named("hel01")
        let store = try await store(["hel01"])
        var disabled = NodeRecord.example(3, on: host, status: .disabled)
        disabled.desired = DesiredState(goal: .disabled, setBy: .operator, since: .at(0), reason: "")
        var starting = NodeRecord.example(4, on: host, status: .restarting)
        starting.open = OpenAction(id: "ab", verb: .start, since: .at(0), endsAt: .at(1000))
        let nodes = [
            NodeRecord.example(1, on: host), .example(2, on: host, at: 500, status: .stopped), disabled, starting,
        ]
        try await store.ingest(.example(host, nodes: nodes))
        let freshness = Freshness(now: .at(600), staleAfter: .seconds(120))
        let seen = try await store.nodes(limit: 10, at: freshness)
        #expect(seen.map(\.status) == [.unknown, .stopped, .disabled, .restarting])
        #expect(seen[0].lastKnownStatus == .running)
        let tally = try #require(try await store.hosts(at: freshness).first).nodes
        #expect(tally.byStatus == [.unknown: 1, .stopped: 1, .disabled: 1, .restarting: 1])
        #expect(tally.earned == Attos(50_000_000_000_000_000))
    }

    /// No counter was read of the first; one of the second, and it showed nothing.
    @Test(arguments: [([1], nil), ([1, 2], Attos.zero), ([], nil)])
    func earningsThatNobodyMeasuredAreNotZero(numbers: [Int], earned: Attos?) async throws {
        let host = try HostName.named("hel01")
        let store = try await store(["hel01"])
        let nodes = numbers.map { number -> NodeRecord in
            var node = NodeRecord.example(number, on: host)
            node.earned = .zero
            if number == 2 { node.rewardCounter = RewardCounter(value: 0, bootID: "b", pid: 1, startedAfterBoot: 1) }
            return node
        }
        try await store.ingest(.example(host, nodes: nodes))
        let state = try #require(try await store.hosts(at: Freshness(now: .at(1), staleAfter: .seconds(120))).first)
        #expect(state.nodes.earned == earned)
        #expect((state.nodes + NodeTally()).earned == earned)
    }

    @Test func aNodeThatIsGoneLeavesTheViewUntilItReturns() async throws {
        let host = try HostName.named("hel01")
        let store = try await store(["hel01"])
        let node = NodeRecord.example(1, on: host)
        try await store.ingest(.example(host, nodes: [node]))
        var leaving = IngestedSurvey.example(host, at: 10, nodes: [])
        leaving.gone = [node.id]
        try await store.ingest(leaving)
        #expect(try await store.nodes(of: host).isEmpty)
        try await store.ingest(.example(host, at: 20, nodes: [node]))
        #expect(try await store.nodes(of: host) == [node])
    }

    @Test func onlyTheNewestSurveysAreKeptWhole() async throws {
        let host = try HostName.named("hel01")
        let store = try await store(["hel01"])
        for second in 0..<5 { try await store.ingest(.example(host, at: Int64(second), nodes: [])) }
        #expect(try await store.surveys(of: host, limit: 9).map(\.at) == [.at(4), .at(3), .at(2)])
        #expect(try await store.latestSurvey(of: host)?.survey == .example())
    }

    @Test func theMachineIsReadWithoutItsNodes() async throws {
        let host = try HostName.named("hel01")
        let store = try await store(["hel01"])
        #expect(try await store.currentSurvey(of: host) == nil)
        var first = IngestedSurvey.example(host, at: 5, nodes: [.example(1, on: host)])
        first.survey.foreign = [ForeignManager(name: "anm", path: "/etc/cron.d/anm", line: 3, text: "*")]
        try await store.ingest(first)
        var broken = first
        broken.receivedAt = .at(10)
        broken.survey.complete = false
        broken.survey.foreign = nil
        let read = try #require(await store.currentSurvey(of: host))
        #expect(read.isComplete && read.at == .at(5) && read.completeAt == .at(5))
        #expect(read.facts == first.survey.facts && read.sample == first.survey.sample)
        #expect(read.sources == first.survey.sources && read.foreign == first.survey.foreign)
        try await store.ingest(broken)
        let later = try #require(await store.currentSurvey(of: host))
        #expect(!later.isComplete && later.at == .at(10) && later.completeAt == .at(5) && later.foreign == nil)
    }

    @Test func aStoredSurveyStillTellsOfOtherManagers() async throws {
        let host = try HostName.named("hel01")
        let store = try await store(["hel01"])
        var ingested = IngestedSurvey.example(host, at: 0, nodes: [])
        ingested.survey.foreign = [
            ForeignManager(name: "anm", path: "/etc/cron.d/anm", line: 2, text: "* * * * * root /usr/bin/anms.sh")
        ]
        try await store.ingest(ingested)
        #expect(try await store.latestSurvey(of: host)?.survey == ingested.survey)
    }
}
