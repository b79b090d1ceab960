import Foundation
import GRDB
import MusterModel
import Testing

@testable import MusterStore

/// Which of several loops over one database has a host.
struct WatchClaimTests {
    private let ledger: Ledger
    private var store: Store { ledger.store }
    private var host: HostName { ledger.host }

    init() async throws {
        ledger = try await Ledger()
        for run in ["first", "second"] {
            try await store.begin(RunRecord(id: run, verb: "watch", arguments: [], startedAt: .at(0), by: "ann@desk"))
        }
    }

    private func state(_ run: String, at seconds: Int64) -> WatchState {
        WatchState(runID: run, by: "ann@desk", pid: 7, startedAt: .at(0), at: .at(seconds))
    }

    /// Who else has the host, as a loop is told that claims it.
    private func claim(_ run: String, at seconds: Int64) async throws -> String? {
        try await store.noteWatch(state(run, at: seconds), claiming: [host])[host]?.runID
    }

    @Test func aHostIsTheOnesWhoClaimedItFirstForAsLongAsThatOneSpeaks() async throws {
        #expect(try await claim("first", at: 0) == nil)
        #expect(try await claim("second", at: 1) == "first")
        let waiting = try #require(try await store.watchStates().first)
        let detail = "ann@desk watch first, process 7"
        #expect(waiting.hosts == ["hel01": WatchedHost(.standby, since: .at(1), detail: detail)])
        // Asking again and again does not make it the second's.
        #expect(try await claim("first", at: 60) == nil)
        #expect(try await claim("second", at: 120) == "first")
        #expect(try await claim("second", at: 121) == nil)
        // Silent for too long, the first one has lost it.
        #expect(try await claim("first", at: 122) == "second")
    }

    @Test func oneThatEndsOrLetsTheHostGoLeavesItToTheNextAtOnce() async throws {
        #expect(try await claim("first", at: 0) == nil)
        #expect(try await claim("second", at: 1) == "first")
        try await store.noteWatch(state("first", at: 2))
        #expect(try await claim("second", at: 3) == nil)
        #expect(try await claim("first", at: 4) == "second")
        try await store.finish(run: "second", at: .at(5), exitCode: 0)
        #expect(try await claim("first", at: 6) == nil)
    }

    @Test func oneWhoseProcessIsGoneOrThatSaidItsEndDoesNotRun() async throws {
        try await store.noteWatch(state("first", at: 0))
        #expect(try await store.watchStates().map(\.hasEnded) == [false])
        #expect(try await store.watchStates().first?.isRunning(at: .at(60)) == true)
        #expect(try await store.watchStates().first?.isRunning(at: .at(61)) == false)
        try await store.finish(run: "first", at: .at(1), exitCode: 0)
        #expect(try await store.watchStates().map(\.hasEnded) == [true])

        let gone = try LeaseProcess.gone()
        try await store.noteWatch(state("second", at: 2))
        try await store.write { db in
            try db.execute(
                sql: "UPDATE watch SET document = json_set(document, '$.process', ?) WHERE run_id = 'second'",
                arguments: [gone.text])
        }
        let killed = try #require(try await store.watchStates().first { $0.runID == "second" })
        #expect(killed.hasEnded && !killed.isRunning(at: .at(2)))
    }
}
