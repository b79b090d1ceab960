import Glibc
import MusterAgent
import MusterIO
import MusterModel
import Testing

struct AgentCommandTests {
    @Test(arguments: [
        (["serve"], AgentCommand.serve), (["version"], .version), (["--version"], .version), (["--help"], .help),
        (["survey", "-h"], .help), (["sample", "--pretty"], .sample(.init(isPretty: true))),
        (["survey"], .survey(.init())),
        (
            ["survey", "--kind-file", "a", "--pretty", "--kind-file=b"],
            .survey(.init(kindFiles: ["a", "b"], isPretty: true))
        ),
    ])
    func commandLinesMean(arguments: [String], expected: AgentCommand) throws {
        #expect(try AgentCommand.parse(arguments) == expected)
    }

    @Test(arguments: [
        ([], "a verb is missing"), (["dance"], "there is no verb 'dance'"),
        (["serve", "x"], "'x' means nothing to 'serve'"),
        (["sample", "--kind-file"], "'--kind-file' means nothing to 'sample'"),
        (["survey", "--kind-file"], "--kind-file needs a value"),
    ])
    func anotherCommandLineIsAnError(arguments: [String], message: String) {
        let error = #expect(throws: UsageError.self) { try AgentCommand.parse(arguments) }
        #expect(error?.message == message)
    }

    @Test(arguments: [("{\"name\":1}", false), ("[]", true), ("not json", false)])
    func aKindFileHoldsOneKindOrAList(text: String, isGood: Bool) throws {
        let path = "/tmp/muster-kind-\(getpid())-\(text.utf8.count)"
        defer { unlink(path) }
        try File.writeAtomically(path, Array(text.utf8))
        #expect(((try? KindFile.kinds(in: [path])) != nil) == isGood)
    }

    @Test func theBuiltInKindSurvivesItsFile() throws {
        let path = "/tmp/muster-kind-\(getpid())-antnode"
        defer { unlink(path) }
        try File.writeAtomically(path, Array(JSON(encoding: ServiceKind.antnode).text.utf8))
        #expect(try KindFile.kinds(in: [path]) == [.antnode])
    }
}
