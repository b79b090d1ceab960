package import MusterIO
package import MusterModel
package import MusterWire

/// What can be asked of an agent.
extension AgentSession {
    /// A survey, whole or as far as it came, with what is wrong with it.
    ///
    /// Throws only when not even the host's facts and sample arrived.
    package func survey(
        _ request: SurveyRequest, until deadline: Deadline
    ) async throws -> (survey: Survey, problem: SurveyProblem?) {
        switch try await ask(.survey(request), .survey, during: "survey", until: deadline) {
        case .survey(let assembler, let failure):
            if let survey = assembler.survey { return (survey, assembler.problem) }
            throw failure ?? LinkError.brokenSurvey(assembler.problem ?? .cut)
        case .line: throw LinkError.brokenSurvey(.cut)
        case .failed(let error): throw error
        }
    }

    /// Samples of the host, one per interval, for as long as they are taken and the conversation lasts.
    ///
    /// A stream that stays away for three intervals and ten seconds has ended in error.
    package func samples(every interval: Duration) throws -> AsyncThrowingStream<Sample, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(
            of: Sample.self, throwing: (any Error).self, bufferingPolicy: .bufferingNewest(16))
        let milliseconds = Int64(interval / .milliseconds(1))
        let patience = interval * 3 + .seconds(10)
        let id = try begin(
            .stream(intervalMilliseconds: milliseconds), .samples(continuation), during: "sample",
            until: .after(patience))
        let watchdog = Task { await self.guardStream(id, patience: patience) }
        continuation.onTermination = { _ in
            watchdog.cancel()
            Task { await self.forget(id) }
        }
        return stream
    }

    private func guardStream(_ id: Int64, patience: Duration) async {
        var lines = -1
        while let request = open[id], !request.isSettled {
            guard request.lines != lines else { return end(id, LinkError.silent(during: request.step)) }
            lines = request.lines
            do { try await Task.sleep(for: patience) } catch { return }
        }
    }

    private func forget(_ id: Int64) { open[id] = nil }

    /// Asks for the right to act on the machine, extends it or gives it up.
    package func lease(_ request: LeaseRequest, until deadline: Deadline) async throws -> LeaseGrant {
        guard case .lease(let grant) = try await reply(to: .lease(request), during: "lease", until: deadline)
        else { throw LinkError.ended(during: "lease") }
        return grant
    }

    /// Sends an action and waits for its report; without one its end is unknown.
    package func act(_ request: ActionRequest, until deadline: Deadline) async throws -> ActionReport {
        guard case .outcome(let report) = try await reply(to: .act(request), during: "act", until: deadline)
        else { throw LinkError.ended(during: "act") }
        return report
    }

    /// Asks what became of actions.
    package func query(_ query: ActionQuery, until deadline: Deadline) async throws -> ActionReports {
        guard case .outcomes(let reports) = try await reply(to: .query(query), during: "query", until: deadline)
        else { throw LinkError.ended(during: "query") }
        return reports
    }

    private func reply(to request: Request, during step: String, until deadline: Deadline) async throws -> Reply {
        switch try await ask(request, .line(request), during: step, until: deadline) {
        case .line(let reply): return reply
        case .survey: throw LinkError.ended(during: step)
        case .failed(let error): throw error
        }
    }
}
