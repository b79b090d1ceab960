import Glibc
import MusterHost
import MusterIO
import MusterModel
import MusterWire

/// One controller's conversation with this agent: a greeting, then answers until either side has gone.
///
/// Lives on the event loop's thread, as everything of the agent does.
actor Conversation {
    private let host: AgentHost
    private let loop: EventLoop
    private let input: Int32
    private let output: Int32
    private let limits: Agent.Limits
    private var framer = LineFramer()
    private var outbox: Outbox
    private var open: Set<Int64> = []
    private var isSurveying = false
    private var isStreaming = false
    /// `nil` until the first request about actions.
    private var runner: ActionRunner?
    private var ending: Agent.Ending?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(host: AgentHost, input: Int32, output: Int32, limits: Agent.Limits) {
        self.host = host
        loop = host.loop
        self.input = input
        self.output = output
        self.limits = limits
        outbox = Outbox(output: output, limit: limits.outputBytes)
    }

    func run() async -> Agent.Ending {
        greet()
        await withDiscardingTaskGroup { group in
            while let bytes = await nextBytes() {
                framer.append(bytes)
                while ending == nil, let line = framer.next() {
                    // The loop's order is that of the lines: actions begin in it.
                    if let (id, request) = accept(line) {
                        group.addTask(executorPreference: loop) { await self.answer(request, id) }
                    }
                    await waitUntilSent(allBut: limits.unsentBytes)
                }
            }
            end(.inputEnded)
            group.cancelAll()
            // Whoever asked has gone; what was begun is brought to its end all the same.
            await runner?.close()
        }
        await waitUntilSent(allBut: 0)
        return ending ?? .inputEnded
    }

    private func greet() {
        do {
            say(.hello(Hello(agentVersion: MusterVersion.current, facts: try host.facts(), clock: .now)), 0)
        } catch {
            say(.error(ErrorReply(code: .failed, message: error.message)), 0)
            end(.hostUnreadable(error))
        }
    }
}

// Listening.
extension Conversation {
    /// `nil` when there is nothing more to listen for.
    private func nextBytes() async -> [UInt8]? {
        while ending == nil {
            do {
                let bytes = try InputReader.read(input)
                if let bytes { return bytes.isEmpty ? nil : bytes }
                try await loop.wait(input, for: .read, until: .never, unless: { ending != nil })
            } catch {
                return nil
            }
        }
        return nil
    }

    /// The request of a line, if it can be served; else its error has been said.
    private func accept(_ line: LineFramer.Line) -> (id: Int64, request: Request)? {
        do throws(WireError) {
            guard case .line(let bytes) = line else { throw .tooLong(limit: JSONLimits.line.bytes) }
            let envelope = try Envelope<Request>.reading(bytes)
            if envelope.body == .quit {
                end(.quit)
                return nil
            }
            guard let refusal = refusal(of: envelope) else {
                begin(envelope)
                return (envelope.id, envelope.body)
            }
            say(.error(refusal), envelope.id)
        } catch {
            say(error.answer.body, error.answer.id)
        }
        return nil
    }

    private func refusal(of envelope: Envelope<Request>) -> ErrorReply? {
        if open.contains(envelope.id) {
            return ErrorReply(code: .malformed, message: "request \(envelope.id) is open already")
        }
        if open.count >= limits.openRequests {
            return ErrorReply(code: .busy, message: "\(open.count) requests are open, no more fit")
        }
        if case .survey = envelope.body, isSurveying {
            return ErrorReply(code: .busy, message: "a survey is running already")
        }
        if case .stream = envelope.body, isStreaming {
            return ErrorReply(code: .busy, message: "samples are streaming already")
        }
        return nil
    }

    private func begin(_ envelope: Envelope<Request>) {
        open.insert(envelope.id)
        if case .survey = envelope.body { isSurveying = true }
        if case .stream = envelope.body { isStreaming = true }
    }
}

// Answering.
extension Conversation {
    private func answer(_ request: Request, _ id: Int64) async {
        switch request {
        case .sample(let interval): await sample(interval, id)
        case .survey(let request):
            await survey(request, id)
            isSurveying = false
        case .stream(let interval): await stream(interval, id)
        case .lease(let request): await ask(id) { runner throws(Refusal) in .lease(try await runner.lease(request)) }
        case .act(let request): await ask(id) { runner in .outcome(await runner.act(request)) }
        case .query(let query): await ask(id) { runner throws(Refusal) in .outcomes(try await runner.query(query)) }
        case .quit: break
        }
        open.remove(id)
        await waitUntilSent(allBut: 0)
    }

    private func sample(_ interval: Int64, _ id: Int64) async {
        guard let result = try? await host.sampler.sample(over: .milliseconds(interval), on: loop) else { return }
        say(.sample(result.sample), id)
    }

    private func stream(_ interval: Int64, _ id: Int64) async {
        while ending == nil, !Task.isCancelled {
            await sample(interval, id)
            await waitUntilSent(allBut: 0)
        }
        isStreaming = false
    }

    private func ask(_ id: Int64, _ question: (ActionRunner) async throws(Refusal) -> Reply) async {
        do throws(Refusal) {
            say(try await question(try actionRunner()), id)
        } catch {
            say(.error(ErrorReply(code: .failed, message: error.message)), id)
        }
    }

    private func actionRunner() throws(Refusal) -> ActionRunner {
        if let runner { return runner }
        let made: ActionRunner
        do throws(HostFactsError) {
            made = ActionRunner(host: host, bootID: try host.facts().bootID)
        } catch {
            throw Refusal(fault: .other, message: error.message, fix: error.fix)
        }
        runner = made
        return made
    }

    private func survey(_ request: SurveyRequest, _ id: Int64) async {
        do throws(SurveyRun.Failure) {
            try await SurveyRun(host: host, request: request).run { say($0, id) }
        } catch {
            if case .facts(let error) = error { say(.error(ErrorReply(code: .failed, message: error.message)), id) }
        }
    }
}

// Speaking.
extension Conversation {
    /// A node's line that the other side would refuse is left out, and the survey's end line then counts more than came.
    private func say(_ reply: Reply, _ id: Int64) {
        guard ending == nil else { return }
        var line = try? Envelope(id: id, body: reply).line()
        if line == nil, reply.isAnswer {
            let error = ErrorReply(code: .tooLong, message: "the answer does not fit into a line")
            line = try? Envelope(id: id, body: Reply.error(error)).line()
        }
        guard let line else { return }
        do throws(Outbox.Failure) { try outbox.put(line) } catch { end(Agent.Ending(error)) }
    }

    /// Waits for a reader that is slow; one that takes nothing for too long ends the conversation.
    private func waitUntilSent(allBut rest: Int) async {
        while ending?.failure == nil, outbox.waiting > rest {
            do {
                try await loop.wait(output, for: .write, until: loop.now + limits.patience)
            } catch {
                return end(.readerStalled)
            }
            do throws(Outbox.Failure) { try outbox.flush() } catch { return end(Agent.Ending(error)) }
        }
    }

    private func end(_ reason: Agent.Ending) {
        if ending == nil { ending = reason }
        loop.signal(input)
    }
}

extension Reply {
    /// Whether somebody would wait for ever without it.
    fileprivate var isAnswer: Bool {
        switch self {
        case .sample, .lease, .outcome, .outcomes, .error: true
        case .hello, .begin, .source, .node, .foreign, .end: false
        }
    }
}
