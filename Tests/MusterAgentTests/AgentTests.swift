import MusterAgent
import MusterHost
import MusterIO
import MusterModel
import MusterWire
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AgentTests {
    @Test func theFirstLineGreets() async throws {
        let ending = try await AgentBench.talk { client in
            let first = try #require(try await client.next())
            #expect(first.id == 0)
            guard case .hello(let hello) = first.body else {
                Issue.record("not a greeting: \(first)")
                return
            }
            #expect(hello.protocolVersion == wireVersion)
            #expect(hello.agentVersion == MusterVersion.current)
            #expect(!hello.facts.bootID.isEmpty)
            #expect(hello.clock.sinceBoot > 0)
        }
        #expect(ending == .inputEnded)
    }

    @Test func requestsAreAnsweredUnderTheirIDsTheQuickOneFirst() async throws {
        _ = try await AgentBench.talk { client in
            _ = try await client.next()
            try await client.send(.sample(intervalMilliseconds: 300), id: 7)
            try await client.send(.sample(intervalMilliseconds: 10), id: 8)
            #expect(try await client.next()?.id == 8)
            #expect(try await client.next()?.id == 7)
        }
    }

    @Test func aSurveyIsAStreamFromBeginToEnd() async throws {
        _ = try await AgentBench.talk { client in
            _ = try await client.next()
            try await client.send(.survey(SurveyRequest(kinds: [.antnode], sampleInterval: 10)), id: 3)
            var assembler = SurveyAssembler(id: 3)
            while !assembler.isFinished, let envelope = try await client.next() { assembler.receive(envelope) }
            let survey = try #require(assembler.survey)
            #expect(assembler.problem == nil)
            #expect(survey.complete)
            #expect(survey.sources.contains { $0.kind == "antnode" })
            #expect(survey.agentCPU >= 0)
        }
    }

    @Test(arguments: [
        ("garbage", ErrorReply.Code.malformed), ("{}", .malformed), ("\u{0}\u{7F}", .malformed),
        (String(repeating: "[", count: 100_000), .malformed),
        ("{\"v\":1,\"id\":5,\"body\":" + String(repeating: "{\"a\":", count: 5000), .malformed),
        ("{\"v\":99,\"id\":5,\"body\":{\"sample\":{}}}", .version),
        ("{\"v\":1,\"id\":5,\"body\":{\"dance\":{}}}", .unsupported),
        (String(repeating: "x", count: 2 << 20), .tooLong),
    ])
    func aBadLineIsAnsweredAndTheNextOneServed(line: String, code: ErrorReply.Code) async throws {
        let ending = try await AgentBench.talk { client in
            _ = try await client.next()
            try await client.send(line)
            #expect(try await client.nextError()?.code == code)
            try await client.send(.sample(intervalMilliseconds: 10), id: 6)
            #expect(try await client.next()?.id == 6)
        }
        #expect(ending == .inputEnded)
    }

    @Test func onlyOneSurveyRunsAtATime() async throws {
        _ = try await AgentBench.talk { client in
            _ = try await client.next()
            try await client.send(.survey(SurveyRequest(sampleInterval: 60_000)), id: 1)
            try await client.send(.survey(SurveyRequest(sampleInterval: 10)), id: 2)
            while let envelope = try await client.next(), envelope.id != 2 {}
            try await client.send(.survey(SurveyRequest(sampleInterval: 10)), id: 1)
            let error = try await client.nextError()
            #expect(error?.id == 1)
            #expect(error?.code == .malformed)
        }
    }

    @Test func moreOpenRequestsThanAllowedAreRefused() async throws {
        _ = try await AgentBench.talk(limits: Agent.Limits(openRequests: 2)) { client in
            _ = try await client.next()
            for id in 1...3 as ClosedRange<Int64> {
                try await client.send(.sample(intervalMilliseconds: 60_000), id: id)
            }
            let error = try await client.nextError()
            #expect(error?.id == 3)
            #expect(error?.code == .busy)
        }
    }

    @Test func theEndOfTheInputDropsWhatIsRunning() async throws {
        // Who waited for it would miss the suite's time limit.
        let ending = try await AgentBench.talk { client in
            try await client.send(.survey(SurveyRequest(sampleInterval: 60_000)), id: 1)
            _ = try await client.next()
            _ = try await client.next()
        }
        #expect(ending == .inputEnded)
    }

    @Test func quitEndsItThoughTheInputStaysOpen() async throws {
        let ending = try await AgentBench.talk { client in
            _ = try await client.next()
            try await client.send(.sample(intervalMilliseconds: 60_000), id: 1)
            try await client.send(.quit, id: 2)
        }
        #expect(ending == .quit)
    }

    @Test func aReaderThatTakesNothingEndsTheConversation() async throws {
        let limits = Agent.Limits(unsentBytes: 64 << 10, patience: .milliseconds(100))
        let ending = try await AgentBench.talk(limits: limits) { client in
            let flood =
                Array(String(repeating: "x\n", count: 500_000).utf8)
            await #expect(throws: IOError.timedOut) { try await client.send(flood, within: .seconds(1)) }
        }
        #expect(ending == .readerStalled)
    }

    @Test func aReaderThatHasGoneEndsTheConversation() async throws {
        let loop = try EventLoop(name: "gone")
        loop.start()
        defer { loop.stop() }
        let input = try Pipe(nonBlocking: true)
        let (reader, output) = try Socket.pair().split()
        _ = Descriptor(owning: reader)
        let its = Descriptor(owning: output)
        let ending = try await Agent(host: AgentHost(machineOn: loop)).serve(input: input.reader.raw, output: its.raw)
        guard case .outputClosed = ending else {
            Issue.record("ended with \(ending)")
            return
        }
    }

    @Test func aHostWithoutProcSaysSoInsteadOfGreeting() async throws {
        let ending = try await AgentBench.talk(root: HostRoot(at: "/nonexistent")) { client in
            let error = try await client.nextError()
            #expect(error?.id == 0)
            #expect(error?.code == .failed)
        }
        #expect(ending == .hostUnreadable(.unreadable(path: "/proc/sys/kernel/hostname")))
    }
}
