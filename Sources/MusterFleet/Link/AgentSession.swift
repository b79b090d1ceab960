package import MusterIO
package import MusterModel
package import MusterWire

/// The conversation with one agent: a greeting, then one request at a time.
package actor AgentSession {
    private let channel: any AgentChannel
    private var framer = LineFramer()
    private var lastID: Int64 = 0

    /// - Parameter received: bytes of the stream that were read before, beginning with the agent's first line.
    package init(channel: any AgentChannel, received: some Collection<UInt8>) {
        self.channel = channel
        framer.append(received)
    }

    /// The agent's first line.
    package func greeting(until deadline: Deadline) async throws -> Hello {
        let line = try await nextLine(during: "greet agent", until: deadline)
        guard case .hello(let hello) = try reading(line, during: "greet agent").body else { throw LinkError.noHello }
        return hello
    }

    /// A survey, whole or as far as it came, with what is wrong with it.
    ///
    /// Throws only when not even the host's facts and sample arrived.
    package func survey(
        _ request: SurveyRequest, until deadline: Deadline
    ) async throws -> (survey: Survey, problem: SurveyProblem?) {
        try await send(.survey(request), until: deadline)
        var assembler = SurveyAssembler(id: lastID)
        let failure = await fill(&assembler, until: deadline)
        if let survey = assembler.survey { return (survey, assembler.problem) }
        throw failure ?? LinkError.brokenSurvey(assembler.problem ?? .cut)
    }

    /// Reads lines until the survey is whole or the stream has ended; the result is why it ended early.
    private func fill(_ assembler: inout SurveyAssembler, until deadline: Deadline) async -> (any Error)? {
        do {
            while !assembler.isFinished {
                assembler.receive(try await nextLine(during: "survey", until: deadline))
            }
            return nil
        } catch {
            assembler.streamEnded()
            return error
        }
    }

    package func close() async { await channel.close() }

    private func send(_ request: Request, until deadline: Deadline) async throws {
        lastID += 1
        try await channel.write(try Envelope(id: lastID, body: request).line(), until: deadline)
    }

    private func nextLine(during step: String, until deadline: Deadline) async throws -> [UInt8] {
        while true {
            switch framer.next() {
            case .line(let line): return line
            case .tooLong: throw LinkError.garbled(during: step, .tooLong(limit: 1 << 20))
            case nil: break
            }
            let bytes = try await channel.read(until: deadline)
            if bytes.isEmpty { throw LinkError.ended(during: step) }
            framer.append(bytes)
        }
    }

    private func reading(_ line: [UInt8], during step: String) throws -> Envelope<Reply> {
        do {
            return try Envelope<Reply>.reading(line)
        } catch {
            throw LinkError.garbled(during: step, error)
        }
    }
}
