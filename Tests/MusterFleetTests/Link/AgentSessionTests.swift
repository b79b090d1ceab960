import MusterIO
import MusterModel
import MusterWire
import Synchronization
import Testing

@testable import MusterFleet

/// A channel that says what it was told to, whatever it is asked.
private final class ScriptedChannel: AgentChannel {
    private let chunks: Mutex<[[UInt8]]>
    private let endless: [UInt8]?

    init(_ chunks: [String], endless: String? = nil) {
        self.chunks = Mutex(chunks.map { Array($0.utf8) })
        self.endless = endless.map { Array($0.utf8) }
    }

    func read(until deadline: Deadline) async throws -> [UInt8] {
        chunks.withLock { $0.isEmpty ? nil : $0.removeFirst() } ?? endless ?? []
    }

    func write(_ bytes: [UInt8], until deadline: Deadline) async throws {}
    func errors() async -> String { "" }
    func close() async {}
}

struct AgentSessionTests {
    private static let facts = HostFacts(
        hostname: "a", machineID: nil, bootID: "b", kernel: "6", operatingSystem: nil, architecture: "x86_64", cores: 2,
        uid: 0, user: nil)
    private static let sample = Sample(clock: HostClock(wall: Timestamp(milliseconds: 1), sinceBoot: 1), interval: 1)

    private static func line(_ reply: Reply, id: Int64 = 1) throws -> String {
        String(decoding: try Envelope(id: id, body: reply).line(), as: UTF8.self)
    }

    private func survey(_ channel: ScriptedChannel) async throws -> (survey: Survey, problem: SurveyProblem?) {
        let session = AgentSession(channel: channel, received: [])
        return try await session.survey(SurveyRequest(kinds: []), until: .after(.seconds(10)))
    }

    private static var opening: [String] {
        get throws { [try line(.begin(SurveyBegin(facts: facts))), try line(.sample(sample))] }
    }

    @Test
    func aWholeSurveyIsComplete() async throws {
        let node = NodeObservation(kind: "antnode", name: "n", key: "/n")
        let lines =
            try Self.opening + [
                Self.line(.node(node)), Self.line(.end(SurveyEnd(nodes: 1, sources: 0, agentCPU: 3))),
            ]
        // In pieces that end in the middle of lines.
        let bytes = Array(lines.joined().utf8)
        let pieces = stride(from: 0, to: bytes.count, by: 7).map { start in
            String(decoding: bytes[start..<min(start + 7, bytes.count)], as: UTF8.self)
        }
        let (survey, problem) = try await survey(ScriptedChannel(pieces))
        #expect(survey.complete)
        #expect(survey.nodes == [node])
        #expect(problem == nil)
    }

    @Test
    func aSurveyThatBreaksOffKeepsWhatCame() async throws {
        let (survey, problem) = try await survey(ScriptedChannel(try Self.opening))
        #expect(!survey.complete)
        #expect(problem == .cut)
    }

    @Test
    func anAgentThatEndsAtOnceIsNoSurvey() async throws {
        await #expect(throws: LinkError.ended(during: "survey")) { try await survey(ScriptedChannel([])) }
    }

    @Test(arguments: [
        "garbage\n", "{\"v\":1}\n", "[[[[[[[[[[[[[[[[[[[[\n", "{\"v\":1,\"id\":0,\"body\":{\"end\":{}}}\n",
    ])
    func whatIsNoGreetingIsRefused(line: String) async throws {
        let session = AgentSession(channel: ScriptedChannel([line]), received: [])
        await #expect(throws: LinkError.self) { try await session.greeting(until: .after(.seconds(10))) }
    }

    @Test
    func deepNestingIsRefused() async throws {
        let line = String(repeating: "[", count: 100_000) + "\n"
        let session = AgentSession(channel: ScriptedChannel([line]), received: [])
        await #expect(throws: LinkError.self) { try await session.greeting(until: .after(.seconds(10))) }
    }

    @Test
    func aLineWithoutEndIsCutOffInTime() async throws {
        let endless = String(repeating: "x", count: 64 << 10)
        let session = AgentSession(channel: ScriptedChannel([], endless: endless), received: [])
        await #expect(throws: LinkError.garbled(during: "greet agent", .tooLong(limit: 1 << 20))) {
            try await session.greeting(until: .after(.seconds(10)))
        }
    }

    @Test
    func anEndlessSurveyIsCutOffInTime() async throws {
        let endless = try Self.line(.source(SourceReport(kind: "k", id: "s", outcome: .complete, uid: 0)))
        let (survey, problem) = try await survey(ScriptedChannel(try Self.opening, endless: endless))
        #expect(!survey.complete)
        #expect(problem == .tooManyBytes(limit: 8 << 20))
    }
}
