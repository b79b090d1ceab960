import MusterModel
import Testing

@testable import MusterCLI

struct RepeatedRunTests {
    private func entry(_ host: String, _ node: String?, _ verb: ActionVerb, _ state: LedgerState) throws -> LedgerEntry
    {
        let id = try #require(ActionID(String(repeating: "a", count: 32)))
        return LedgerEntry(
            id: id, runID: "r", host: try #require(HostName(host)), node: node, verb: verb,
            request: ActionRequest(id: id, verb: verb, node: nil, basis: ActionBasis(bootID: "b")), cause: .operator,
            reason: "", by: "op@w", intendedAt: Timestamp(milliseconds: 0), state: state)
    }

    private func lines(
        _ verb: String, _ arguments: [String], hosts: [String] = [], _ entries: [LedgerEntry] = []
    ) throws -> [String] {
        let run = RunRecord(
            id: "r", verb: verb, arguments: arguments, startedAt: Timestamp(milliseconds: 0), by: "op@w")
        return try RepeatedRun(
            run, hosts: hosts.compactMap { HostName($0) }, entries: entries,
            outcomes: [.failed, .unreachable, .unknown]
        ).commandLines.map { $0.joined(separator: " ") }
    }

    @Test func aSurveyIsRepeatedOnTheHostsThatItMissed() throws {
        #expect(
            try lines("survey", ["hetzner", "--except", "hel03"], hosts: ["hel02", "hel01"]) == ["survey hel01,hel02"])
        #expect(try lines("survey", [], hosts: []) == [])
        #expect(try lines("adopt", ["--all", "--yes"], hosts: ["hel01"]) == ["adopt hel01"])
    }

    @Test func nodesThatWereNotStoppedAreNamedAndHostsWithoutAnyAreAskedAnew() throws {
        let entries = [
            try entry("hel01", "antnode0007", .stop, .failed), try entry("hel01", "antnode0008", .stop, .done),
            try entry("hel02", "antnode0001", .stop, .unknown),
        ]
        let again = try lines(
            "node stop", ["hetzner", "--count", "2", "--for", "2h", "--yes=4"], hosts: ["hel01", "hel03"], entries)
        #expect(
            again == [
                "node stop hel03 --count 2 --for 2h",
                "node stop --node hel01/antnode0007,hel02/antnode0001 --for 2h",
            ])
    }

    @Test func nodesThatWereNotMadeAreCounted() throws {
        let entries = [
            try entry("hel01", "antnode0007", .add, .failed), try entry("hel01", "antnode0008", .add, .refused),
            try entry("hel02", "antnode0001", .add, .done),
        ]
        #expect(
            try lines("node add", ["hetzner", "--total", "3", "--binary", "a"], hosts: [], entries)
                == ["node add hel01 --count 2 --binary a"])
    }

    @Test func aTeardownGoesOnWithTheNodesThatAreLeft() throws {
        #expect(
            try lines("teardown", ["attic"], hosts: [], [try entry("attic", "antnode0001", .remove, .failed)])
                == ["node remove --node attic/antnode0001"])
        #expect(try lines("teardown", ["attic"], hosts: ["attic"]) == ["teardown attic --confirm"])
    }

    @Test(arguments: ["exec", "copy", "trust", "watch"])
    func whatWasNotKeptIsNotGuessed(_ verb: String) {
        #expect(throws: CommandError.self) { try lines(verb, ["hel01"], hosts: ["hel01"]) }
    }
}
