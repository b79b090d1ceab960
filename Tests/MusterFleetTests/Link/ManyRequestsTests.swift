import MusterIO
import MusterModel
import MusterWire
import Testing

@testable import MusterFleet

/// Several requests at once over one channel whose other end the test plays.
struct ManyRequestsTests {
    private static func report(_ character: Character) throws -> ActionReport {
        ActionReport(id: try #require(ActionID(String(repeating: character, count: 32))), ending: .done)
    }

    private static func action(_ character: Character) throws -> ActionRequest {
        ActionRequest(id: try report(character).id, verb: .stop, node: nil, basis: ActionBasis(bootID: "b"))
    }

    private static let grant = LeaseGrant(granted: true, fence: 3, holder: "me", age: 0, remaining: 1000)
    private static let soon = Deadline.after(.seconds(20))

    @Test
    func answersFindTheirRequestsInWhateverOrderTheyCome() async throws {
        let channel = PlayedChannel()
        let session = AgentSession(channel: channel, received: [])
        async let first = session.act(try Self.action("a"), until: Self.soon)
        let one = try await channel.request()
        async let second = session.act(try Self.action("b"), until: Self.soon)
        let two = try await channel.request()
        async let lease = session.lease(
            LeaseRequest(controller: "c", holder: "me", milliseconds: 1), until: Self.soon)
        let three = try await channel.request()
        try channel.say(.lease(Self.grant), to: three.id)
        try channel.say(.outcome(Self.report("b")), to: two.id)
        try channel.say(.outcome(Self.report("a")), to: one.id)
        #expect(try await lease == Self.grant)
        #expect(try await second == Self.report("b"))
        #expect(try await first == Self.report("a"))
        await session.close()
    }

    @Test
    func samplesKeepComingBesideAnAction() async throws {
        let channel = PlayedChannel()
        let session = AgentSession(channel: channel, received: [])
        let samples = try await session.samples(every: .seconds(5))
        let stream = try await channel.request()
        #expect(stream.body == .stream(intervalMilliseconds: 5000))
        let acted = Task { try await session.act(try Self.action("a"), until: Self.soon) }
        let act = try await channel.request()
        for time in 1...3 as ClosedRange<Int64> { try channel.say(.sample(Self.sample(time)), to: stream.id) }
        try channel.say(.outcome(Self.report("a")), to: act.id)
        #expect(try await acted.value == Self.report("a"))
        var times: [Int64] = []
        for try await sample in samples {
            times.append(sample.clock.sinceBoot)
            if times.count == 3 { break }
        }
        #expect(times == [1, 2, 3])
        await session.close()
    }

    @Test
    func aDeadLinkFailsAllThatWait() async throws {
        let channel = PlayedChannel()
        let session = AgentSession(channel: channel, received: [])
        let samples = try await session.samples(every: .seconds(5))
        _ = try await channel.request()
        let acted = Task { try await session.act(try Self.action("a"), until: Self.soon) }
        _ = try await channel.request()
        channel.hangUp()
        await #expect(throws: LinkError.ended(during: "act")) { try await acted.value }
        await #expect(throws: LinkError.ended(during: "sample")) { for try await _ in samples {} }
        await #expect(throws: LinkError.ended(during: "act")) {
            try await session.act(try Self.action("b"), until: Self.soon)
        }
        #expect(await !session.isUsable)
    }

    @Test
    func aRequestThatIsNotAnsweredEndsAlone() async throws {
        let channel = PlayedChannel()
        let session = AgentSession(channel: channel, received: [])
        await #expect(throws: LinkError.silent(during: "act")) {
            try await session.act(try Self.action("a"), until: .now)
        }
        let late = try await channel.request()
        let acted = Task { try await session.act(try Self.action("b"), until: Self.soon) }
        let next = try await channel.request()
        try channel.say(.outcome(Self.report("a")), to: late.id)
        try channel.say(.outcome(Self.report("b")), to: next.id)
        #expect(try await acted.value == Self.report("b"))
        await session.close()
    }

    @Test
    func aRefusalIsForItsOwnRequest() async throws {
        let channel = PlayedChannel()
        let session = AgentSession(channel: channel, received: [])
        let acted = Task { try await session.act(try Self.action("a"), until: Self.soon) }
        let act = try await channel.request()
        try channel.say(.error(ErrorReply(code: .busy, message: "no")), to: act.id)
        await #expect(throws: LinkError.self) { try await acted.value }
        #expect(await session.isUsable)
        await session.close()
    }

    @Test(arguments: [
        "garbage\n", "{\"v\":1,\"id\":99,\"body\":{\"end\":{\"nodes\":0,\"sources\":0,\"agentCPU\":0}}}\n",
    ])
    func whatIsNoAnswerEndsTheConversation(line: String) async throws {
        let channel = PlayedChannel()
        let session = AgentSession(channel: channel, received: [])
        let acted = Task { try await session.act(try Self.action("a"), until: Self.soon) }
        _ = try await channel.request()
        channel.say(line)
        await #expect(throws: LinkError.self) { try await acted.value }
        #expect(await !session.isUsable)
    }

    private static func sample(_ time: Int64) -> Sample {
        Sample(clock: HostClock(wall: Timestamp(milliseconds: 1), sinceBoot: time), interval: 1)
    }
}
