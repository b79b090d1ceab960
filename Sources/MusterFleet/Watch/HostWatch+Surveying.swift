import MusterIO
import MusterModel
import MusterPolicy
import MusterStore
import MusterWire

// Samples and surveys.
extension HostWatch {
    /// Takes the host's samples as they come, and looks at once whether they call for something.
    func takeSamples(_ agent: StartedAgent) async throws {
        window.reset()
        let interval = max(target.policy.duration(.sampleInterval), .seconds(1))
        for try await sample in try await agent.session.samples(every: interval) {
            let now = surroundings.clock.now
            window.add(sample, at: now, of: target)
            await board.take(sample, of: name, at: now)
            await look(agent)
        }
        throw LinkError.ended(during: "sample")
    }

    /// Surveys at the policy's interval, and whenever something was done or jumped.
    func surveyAgain(_ agent: StartedAgent) async throws {
        var due = surroundings.clock.sinceBoot
        while !isEnding {
            wantsSurvey = false
            try await survey(agent, late: .milliseconds(max(0, surroundings.clock.sinceBoot - due)))
            if isLeaving, await hasNothingOpen { return end() }
            await decideAndAct(agent)
            let interval = await nextInterval()
            due = surroundings.clock.sinceBoot + Int64(interval / .milliseconds(1))
            await rest(interval)
            if wantsSurvey { due = surroundings.clock.sinceBoot }
        }
    }

    /// A tenth of it is left to chance, so that hosts spread over the interval and stay so.
    private func nextInterval() async -> Duration {
        let interval = max(target.policy.duration(.surveyInterval), .seconds(1))
        if await board.wantsSurvey(of: name) { return min(interval, .seconds(5)) }
        // While the end of something is open, or nodes settle, the next look comes sooner.
        if situation?.open.isEmpty == false { return min(interval, .seconds(15)) }
        let share = Double(acting.randomness.bytes(1)[0]) / 255
        return interval * (0.9 + 0.1 * share)
    }

    private func survey(_ agent: StartedAgent, late: Duration) async throws {
        isSurveying = true
        defer { isSurveying = false }
        let round = SurveyRound(
            fleet: Fleet(dialer: UnusedDialer(), limits: RoundLimits(width: 1, timeout: surroundings.timeout)),
            starter: surroundings.starter, intake: surroundings.intake, runID: acting.runID,
            now: { [clock = surroundings.clock] in clock.now })
        let begun = ContinuousClock.now
        let jumps = await board.compareClocks()
        let (target, timeout) = (target, surroundings.timeout)
        let surveyed: SurveyedFleetHost
        do {
            surveyed = try await gate.pass {
                try await round.reconciled(target, agent, until: .after(timeout))
            }
        } catch let problem as LinkError where !problem.isUnreachable {
            // What came of it is in the store; the link is fine and the next survey may be whole.
            surroundings.tell(.surveyed(name, isComplete: false, nodes: 0, took: begun.duration(to: .now)))
            return
        } catch let failure as HostFailure where failure.step == "store" {
            return await board.findStoreFault(failure.message)
        } catch let failure as StoreError {
            return await board.findStoreFault(failure.message)
        }
        backoff.reset()
        evidence = HostEvidence(
            surveyed.survey, at: surveyed.receivedAt, completeAt: evidence?.completeAt)
        situation = nil
        surroundings.tell(
            .surveyed(
                name, isComplete: surveyed.survey.complete, nodes: surveyed.nodes.count,
                took: begun.duration(to: .now)))
        await board.surveyed(name, surveyed.survey, surveyed.nodes, late: late, jumps: jumps)
    }
}

/// A round over a session that is held dials nobody.
private struct UnusedDialer: HostDialer {
    func session(to host: HostTarget, until deadline: Deadline) async throws -> any HostSession {
        throw HostFailure(step: "connect", message: "this round works over a session that is held")
    }

    func close() async {}
}
