import MusterCLI
import MusterModel
import MusterStore
import Testing

/// A run that was tried again, and is to be tried again once more.
struct RetryTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    /// `retry` of a stop that did not reach one host, in a history with a later run.
    ///
    /// - Parameter outcome: of the later run on that host; `nil` where it came to nothing before any host.
    private func retry(after arguments: [String], _ outcome: OutcomeKind?, exitCode: Int) async throws -> Ran {
        try await withDirectory { directory in
            try write("version: 1\nhosts: {hel01: {}, hel02: {}}\n", to: directory + "/f.yml")
            let path = directory + "/fleet.db"
            let store = try Store.open(path, mode: .readWrite(now: Self.now, newControllerID: "c"))
            let (host, other) = (try #require(HostName("hel01")), try #require(HostName("hel02")))
            try await store.sync(hosts: [HostTarget(name: host), HostTarget(name: other)], at: Self.now)
            let words = ["hel01,hel02", "--count", "1"]
            try await store.begin(
                RunRecord(id: "0badcafe", verb: "node stop", arguments: words, startedAt: Self.now, by: "ann@desk"))
            try await store.record(
                [
                    RunHost(host: host, outcome: .unreachable, at: Self.now, took: 1),
                    RunHost(host: other, outcome: .ok, at: Self.now, took: 1),
                ], run: "0badcafe")
            try await store.begin(
                RunRecord(
                    id: "beefbeef", verb: "node stop", arguments: ["hel01"] + arguments,
                    startedAt: Self.now.advanced(by: .seconds(-60)), by: "ann@desk", retryOf: "0badcafe"))
            if let outcome {
                try await store.record(
                    [RunHost(host: host, outcome: outcome, at: Self.now, took: 1)], run: "beefbeef")
            }
            try await store.finish(run: "beefbeef", at: Self.now, exitCode: exitCode)
            try await store.close()
            return await muster(["retry", "0bad", "--dry-run", "--inventory", directory + "/f.yml", "--db", path])
        }
    }

    @Test(arguments: [
        (OutcomeKind.unreachable, 4, "; what is left of that: muster retry beefbeef\n"),
        (.leased, 8, "; what is left of that: muster retry beefbeef --only leased\n"),
    ])
    func whatALaterRunTookOverIsLeftToIt(outcome: OutcomeKind, code: Int, fix: String) async throws {
        let ran = try await retry(after: [], outcome, exitCode: code)
        #expect(ran.status == .usage)
        #expect(ran.notes.contains("run 0badcafe was retried by run beefbeef, 1m ago" + fix), "\(ran.notes)")
        #expect(ran.notes.contains("nothing of run 0badcafe is left") && !ran.notes.contains("muster node stop"))
    }

    @Test func whatALaterRunAchievedIsDone() async throws {
        let ran = try await retry(after: [], .ok, exitCode: 0)
        #expect(ran.status == .ok && ran.notes.contains("was retried by run beefbeef, 1m ago\n"), "\(ran.notes)")
    }

    /// A dry run, and one that ended before it came to the host.
    @Test(arguments: [(["--dry-run"], OutcomeKind.ok, 0), ([], nil, 2)] as [([String], OutcomeKind?, Int)])
    func whatNobodyTriedAgainIsTried(arguments: [String], outcome: OutcomeKind?, code: Int) async throws {
        let ran = try await retry(after: arguments, outcome, exitCode: code)
        #expect(ran.notes.contains("muster node stop hel01 --count 1"), "\(ran.notes)")
        #expect(!ran.notes.contains("was retried"))
    }
}
