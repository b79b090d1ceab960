import MusterIO
import MusterModel
import Testing

@testable import MusterHost

struct FirewallTests {
    private static let node = UnitTextTests.node()
    private static let added = """
        Added user rules (see 'ufw status' for running firewall):
        ufw allow 22/tcp
        ufw limit 2222/tcp comment 'muster:antnode0007'
        ufw allow 55001/udp comment 'antnode0001'

        """

    private static func run(
        _ answer: String, _ body: (ScriptedRunner) async throws -> Void
    ) async throws -> [[String]] {
        let runner = ScriptedRunner { command throws(CommandError) in
            CommandOutput(command.arguments.contains("show") || command.arguments.contains("list") ? answer : "")
        }
        try await body(runner)
        return runner.commands.dropFirst().map(\.arguments)
    }

    @Test(arguments: [
        ("", [["ufw", "allow", "55007/udp", "comment", "muster:antnode0007"]]),
        ("ufw allow 55007/udp comment 'muster:antnode0007'\n", []),
        ("ufw allow 55007/udp\n", []), ("ufw allow 55007/udp comment 'mine'\n", []),
    ])
    func ufwOpensWhatIsClosed(rules: String, expected: [[String]]) async throws {
        let commands = try await Self.run(Self.added + rules) {
            try await Ufw(runner: $0).open(Self.node, until: .never)
        }
        #expect(commands == expected)
    }

    @Test(arguments: [
        ("ufw allow 55007/udp comment 'muster:antnode0007'\n", [["ufw", "--force", "delete", "allow", "55007/udp"]]),
        ("ufw allow 55007/udp\n", []), ("ufw allow 55007/udp comment 'muster:antnode00071'\n", []),
    ])
    func ufwClosesItsOwnAlone(rules: String, expected: [[String]]) async throws {
        let commands = try await Self.run(Self.added + rules) {
            try await Ufw(runner: $0).close(Self.node, until: .never)
        }
        #expect(commands == expected)
    }

    private static func ruleset(_ rules: String = "") -> String {
        """
        {"nftables":[{"metainfo":{"version":"1.0.6"}},
        {"chain":{"family":"inet","table":"filter","name":"input","handle":1,"type":"filter","hook":"input",
        "prio":0,"policy":"drop"}},
        {"chain":{"family":"inet","table":"filter","name":"mine","handle":2}},
        {"chain":{"family":"ip","table":"f2b-table","name":"f2b","type":"filter","hook":"input","prio":-1}},
        {"chain":{"family":"ip","table":"nat","name":"post","type":"nat","hook":"postrouting","prio":100}}\(rules)]}
        """
    }

    private static let own = """
        ,{"rule":{"family":"inet","table":"filter","chain":"input","handle":9,"comment":"muster:antnode0007",
        "expr":[{"match":{"op":"==","left":{"payload":{"protocol":"udp","field":"dport"}},"right":55007}},
        {"accept":null}]}},
        {"rule":{"family":"inet","table":"filter","chain":"input","handle":10,"comment":"muster:antnode0008","expr":[]}}
        """

    @Test func nftablesOpensAtTheHeadOfTheFilter() async throws {
        let commands = try await Self.run(Self.ruleset()) {
            try await Nftables(runner: $0).open(Self.node, until: .never)
        }
        #expect(
            commands == [
                [
                    "nft", "insert", "rule", "inet", "filter", "input", "udp", "dport", "55007", "accept", "comment",
                    "\"muster:antnode0007\"",
                ]
            ])
    }

    @Test func nftablesLeavesAnOpenPort() async throws {
        let commands = try await Self.run(Self.ruleset(Self.own)) {
            try await Nftables(runner: $0).open(Self.node, until: .never)
        }
        #expect(commands.isEmpty)
    }

    @Test func nftablesClosesItsOwnAlone() async throws {
        let commands = try await Self.run(Self.ruleset(Self.own)) {
            try await Nftables(runner: $0).close(Self.node, until: .never)
        }
        #expect(commands == [["nft", "delete", "rule", "inet", "filter", "input", "handle", "9"]])
    }

    @Test func anExitCodeIsBelieved() async {
        let runner = ScriptedRunner { command throws(CommandError) in
            CommandOutput(status: .exited(1), "", error: "ERROR: You need to be root\n")
        }
        let failure = await #expect(throws: ActionFailure.self) {
            try await Ufw(runner: runner).open(Self.node, until: .never)
        }
        #expect(failure?.message == "ufw ended with exit code 1: ERROR: You need to be root")
    }
}
