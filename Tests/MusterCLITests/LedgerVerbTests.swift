import GRDB
import MusterCLI
import MusterModel
import MusterStore
import Testing

/// `history`, `hold` and `brake` on a fleet of two hosts with a node and three actions.
struct LedgerVerbTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    private func withFleet(_ body: (_ run: ([String]) async -> Ran, Store) async throws -> Void) async throws {
        try await withDirectory { directory in
            try write("version: 1\nhosts: {hel01: {}, hel02: {}}\n", to: directory + "/f.yml")
            let path = directory + "/fleet.db"
            let store = try Store.open(path, mode: .readWrite(now: Self.now, newControllerID: "c"))
            try await Self.fill(store)
            let place = ["--inventory", directory + "/f.yml", "--db", path]
            try await body({ await muster($0 + place) }, store)
        }
    }

    private static func fill(_ store: Store) async throws {
        let host = try #require(HostName("hel01"))
        let other = try #require(HostName("hel02"))
        try await store.sync(hosts: [HostTarget(name: host), HostTarget(name: other)], at: now)
        try await store.begin(RunRecord(id: "0badcafe", verb: "watch", arguments: [], startedAt: now, by: "ann@desk"))
        let facts = HostFacts(
            hostname: "hel01", machineID: "m", bootID: "b", kernel: "6", operatingSystem: nil, architecture: "x86_64",
            cores: 2, uid: 0, user: "root")
        let sample = Sample(clock: HostClock(wall: now, sinceBoot: 0), interval: 1000)
        let observation = NodeObservation(kind: "antnode", name: "antnode0001", key: "/n/antnode0001")
        let node = NodeRecord(
            id: NodeID(host: host, name: "antnode0001"), kind: "antnode", key: observation.key, status: .running,
            evidenceAt: now, firstSeenAt: now, managed: true, observation: observation)
        try await store.ingest(
            IngestedSurvey(
                host: host, receivedAt: now, survey: Survey(facts: facts, sample: sample, complete: true),
                nodes: [node]))
        let actions = try [
            entry("a", .restart, on: host, minutesAgo: 30), entry("b", .start, on: host, minutesAgo: 20),
            entry("c", .stop, on: host, minutesAgo: 10),
        ]
        for action in actions {
            try await store.intend([action])
            _ = try await store.markSent([action.id], at: action.intendedAt)
            let end = action.intendedAt.advanced(by: .seconds(5))
            switch action.verb {
            case .restart: _ = try await store.settle([ActionReport(id: action.id, ending: .done)], at: end)
            case .start:
                let report = ActionReport(
                    id: action.id, ending: .failed, fault: .timeout, step: "start unit", message: "no answer",
                    fix: "look at its log")
                _ = try await store.settle([report], at: end)
            default: break
            }
        }
    }

    private static func entry(_ digit: String, _ verb: ActionVerb, on host: HostName, minutesAgo: Int) throws
        -> LedgerEntry
    {
        let id = try #require(ActionID(String(repeating: digit, count: 32)))
        return LedgerEntry(
            id: id, runID: "0badcafe", host: host, node: "antnode0001", verb: verb,
            request: ActionRequest(id: id, verb: verb, node: nil, basis: ActionBasis(bootID: "b")), cause: .operator,
            reason: "asked for", by: "ann@desk", intendedAt: now.advanced(by: .seconds(-60 * minutesAgo)))
    }

    static let views: [([String], shown: String)] = [
        (["history", "--node", "hel01/antnode0001"], "cba"), (["history", "--failed"], "b"),
        (["history", "--open"], "c"), (["history", "--node", "antnode0001", "--since", "15m"], "c"),
        (["history", "hel02", "--node", "antnode0001"], ""),
        (["history", "--host", "hel02", "--failed"], ""), (["history", "--host", "hel01", "--failed"], "b"),
        (["history", "--run", "0bad"], "cba"),
    ]

    @Test(arguments: views)
    func historyShowsActionsOfTheLedger(arguments: [String], shown: String) async throws {
        try await withFleet { (run, _) async throws in
            let ran = await run(arguments)
            #expect(ran.status == .ok, "\(ran.notes)")
            let digits = ran.output.split(separator: "\n").compactMap { line in
                ["aaaaaaaa", "bbbbbbbb", "cccccccc"].first { line.hasPrefix($0) }?.first
            }
            #expect(String(digits) == shown)
        }
    }

    @Test func historyTellsWhoWhenWhyAndWhatCameOfIt() async throws {
        try await withFleet { (run, _) async throws in
            let ran = await run(["history", "--failed"])
            #expect(
                ran.output == """
                    ACTION    TIME                 HOST   NODE         VERB   STATE   TOOK  BY        WHY        OUTCOME
                    bbbbbbbb  2027-01-15 07:40:00  hel01  antnode0001  start  failed    5s  ann@desk  asked for  start unit: no answer

                    1 action: 1 failed
                    hel01/antnode0001: look at its log

                    """)
            let all = await run(["history"])
            #expect(all.output.contains("3 actions: 1 sent, 1 done, 1 failed"))
            #expect(all.output.contains("RUN       STARTED"))
        }
    }

    @Test func anOperatorClosesWhatCannotBeAsked() async throws {
        try await withFleet { (run, store) async throws in
            let ran = await run(["history", "resolve", "cccc", "--as", "done", "--reason", "I looked"])
            #expect(ran.status == .ok, "\(ran.notes)")
            #expect(ran.output.contains("I looked"))
            #expect(try await store.openEntries().isEmpty)
            let again = await run(["history", "resolve", "cccc", "--as", "done", "--reason", "I looked"])
            #expect(again.status == .usage && again.notes.contains("action cccccccc is done already"))
        }
    }

    @Test(arguments: [
        (["history", "resolve", "dddd", "--as", "done", "--reason", "x"], "action dddd is not in the ledger"),
        (["history", "resolve", "cccc", "--as", "lost", "--reason", "x"], "lost"),
        (["history", "resolve", "cccc", "--as", "done"], "--reason"),
        (["history", "resolve", "cccc", "--as", "done", "--reason", " "], "must say something"),
        (["history", "--node", "hel09/antnode0001"], "hel09"), (["history", "--node", "hel01/"], "HOST/NODE"),
        (["history", "--failed", "--open"], "exclude"), (["history", "hel01", "--host", "hel02"], "not both"),
        (["history", "--run", "ffff"], "run ffff"),
        (["hold", "on", "--reason", "x"], "--all"), (["hold", "on", "hel01"], "--reason"),
        (["hold", "on", "hel01/antnode0099", "--reason", "x"], "node hel01/antnode0099 is not in the database"),
        (["hold", "on", "hel09/antnode0001", "--reason", "x"], "hel09"),
        (["hold", "on", "hel01", "--reason", "x", "--until", "yesterday"], "yesterday"),
        (["hold", "on", "hel01", "--reason", "x", "--until", "2020-01-01"], "past"),
        (["brake", "on"], "--reason"),
    ])
    func whatCannotBeMeantIsRefused(arguments: [String], message: String) async throws {
        try await withFleet { (run, store) async throws in
            let ran = await run(arguments)
            #expect(ran.status == .usage, "\(ran.output)\(ran.notes)")
            #expect(ran.notes.contains(message), "\(ran.notes)")
            #expect(try await store.holds(at: Self.now).isEmpty)
        }
    }

    @Test func hostsAndNodesAreHeldAndReleased() async throws {
        try await withFleet { (run, store) async throws in
            let on = await run(["hold", "on", "hel02", "hel01/antnode0001", "--reason", "new disk", "--until", "4h"])
            #expect(on.status == .ok, "\(on.notes)")
            let holds = try await store.holds(at: Self.now)
            #expect(holds.map { "\($0.host) \($0.node ?? "")" } == ["hel01 antnode0001", "hel02 "])
            #expect(holds.allSatisfy { $0.until == Self.now.advanced(by: .seconds(4 * 3600)) })
            #expect(try await store.holds(at: Self.now.advanced(by: .seconds(4 * 3600))).isEmpty)
            let status = await run(["status"])
            #expect(status.output.contains("1 held, 1 node held"))
            // The host's name does not release its node.
            let none = await run(["hold", "off", "hel01"])
            #expect(none.output == "none of them was held\n")
            #expect(none.notes.contains("still held by their own names: hel01/antnode0001"))
            #expect(await run(["hold", "off", "hel01/antnode0001"]).output == "released hel01/antnode0001\n")
            #expect(await run(["hold", "off", "--all"]).output == "released hel02\n")
            #expect(await run(["hold", "list"]).output == "nothing is held\n")
            let runs = try await store.runs(limit: 9)
            #expect(
                runs.contains {
                    $0.verb == "hold on"
                        && $0.arguments == ["hel02", "hel01/antnode0001", "--reason", "new disk", "--until", "4h"]
                })
            #expect(runs.contains { $0.verb == "hold off" && $0.arguments == ["--all"] })
        }
    }

    @Test func theBrakeIsShownAboveEverything() async throws {
        try await withFleet { (run, store) async throws in
            #expect(await run(["brake", "on", "--kind", "antnode", "--reason", "bad release"]).status == .ok)
            let status = await run(["status"]).output
            #expect(status.hasPrefix("brake: no starts of antnode for 0s, by operator@localhost: bad release\n"))
            #expect(await run(["brake", "off"]).output == "no such brake is on\n")
            #expect(await run(["brake", "off", "--kind", "antnode"]).output == "brake off\n")
            try await store.brake(Brake(scope: .mass, reason: "3 hosts", by: "watch", since: Self.now))
            #expect(await run(["brake", "status"]).output.contains("no actions"))
            #expect(await run(["brake", "off", "--mass"]).output == "brake off\n")
            #expect(try await store.brakes().isEmpty)
        }
    }

    /// What only reads never migrates; it names the command that does.
    @Test(arguments: [["history"], ["status"], ["hold", "list"], ["brake", "status"]])
    func aReaderOfAnOlderDatabaseNamesTheCommand(arguments: [String]) async throws {
        try await withFleet { (run, store) async throws in
            try await store.close()
            let database = try DatabaseQueue(path: store.path)
            try await database.write { db in
                try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '002%'")
            }
            try database.close()
            let ran = await run(arguments)
            #expect(ran.status == .usage && ran.notes.contains("muster db migrate"), "\(ran.notes)")
        }
    }
}
