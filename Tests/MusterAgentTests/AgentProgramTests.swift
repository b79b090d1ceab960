import MusterIO
import MusterModel
import Testing

/// The program itself, as it was built beside these tests.
@Suite(.timeLimit(.minutes(1)))
struct AgentProgramTests {
    private static func run(_ arguments: [String], input: String = "") async throws -> CommandOutput {
        let program = Directory.parent(of: try File.linkTarget("/proc/self/exe")) + "/muster-agent"
        let loop = try EventLoop(name: "program")
        loop.start()
        defer { loop.stop() }
        return try await SpawnRunner(loop: loop).run(
            Command([program] + arguments, input: Array(input.utf8)), until: loop.now + .seconds(30))
    }

    @Test func itNamesItsVersion() async throws {
        let output = try await Self.run(["version"])
        #expect(output.status == .exited(0))
        #expect(output.output.text == "muster-agent \(MusterVersion.current)\n")
    }

    @Test func aWrongCommandLineExitsWithTwo() async throws {
        let output = try await Self.run(["dance"])
        #expect(output.status == .exited(2))
        #expect(output.output.bytes.isEmpty)
        #expect(output.errorOutput.text == "muster-agent: there is no verb 'dance'; run `muster-agent --help`\n")
    }

    @Test func aKindFileThatIsMissingExitsWithTwo() async throws {
        #expect(try await Self.run(["survey", "--kind-file", "/nonexistent"]).status == .exited(2))
    }

    @Test func alonePrintsASurveyThatMusterReads() async throws {
        let output = try await Self.run(["survey", "--pretty"])
        #expect(output.status == .exited(0))
        let survey = try JSON.parse(output.output.bytes).decoded(as: Survey.self)
        #expect(survey.complete)
        #expect(survey.format == Survey.formatVersion)
        #expect(survey.sources.allSatisfy { $0.kind == "antnode" || $0.kind == "host" })
    }

    @Test func alonePrintsASample() async throws {
        let output = try await Self.run(["sample"])
        #expect(try JSON.parse(output.output.bytes).decoded(as: Sample.self).interval > 0)
    }

    @Test func itGreetsAndEndsWithItsInput() async throws {
        let output = try await Self.run(["serve"], input: "garbage\n")
        #expect(output.status == .exited(0))
        let lines = output.output.text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("{\"v\":1,\"id\":0,\"body\":{\"hello\":{\"protocol\":1,") == true)
        #expect(lines.last?.hasPrefix("{\"v\":1,\"id\":0,\"body\":{\"error\":{\"code\":\"malformed\",") == true)
    }
}
