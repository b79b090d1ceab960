import MusterIO
import MusterModel
import MusterPolicy
import MusterStore

/// Watches one host: holds its session, takes its samples, surveys it, decides and acts.
actor HostWatch {
    let surroundings: WatchLoop.Surroundings
    let board: WatchBoard
    let limits: LimitDesk
    let gate: DialGate
    private(set) var target: HostTarget
    var reader: SituationReader
    private var dialer: any HostDialer
    var backoff: WatchBackoff

    var window = PressureWindow()
    var evidence: HostEvidence?
    /// What the last decision was made on; looked at again with each sample.
    var situation: Situation?
    var told: Plan?
    var keptAt: Timestamp?
    /// Nothing is begun until then: somebody else has the host, or the last plan came to nothing.
    var quietUntil: Timestamp?
    /// Something here is this controller's to act on: its lease is kept.
    var manages = false
    /// The machine's lease is kept for this controller.
    var isKept = false
    /// Another controller has the machine.
    var other: LeaseHeld?
    /// Decides or acts: one at a time.
    var isBusy = false
    var work: Task<Void, Never>?
    /// Upgrades whose nodes prove themselves, beside whatever else is done.
    var followed: [ActionID: Task<Void, Never>] = [:]
    /// Under which they were begun.
    var claim: HostClaim?
    var wantsSurvey = false
    var isSurveying = false
    /// Nothing more is begun.
    private(set) var isEnding = false
    /// The inventory has the host no more: what is open there is followed, and nothing begun.
    private(set) var isLeaving = false
    private var wasReached = false
    private var sleeper: CheckedContinuation<Void, Never>?

    var acting: Acting { surroundings.acting }
    var name: HostName { target.name }

    init(
        _ target: HostTarget, _ surroundings: WatchLoop.Surroundings, board: WatchBoard, limits: LimitDesk,
        gate: DialGate, reader: SituationReader, dialer: any HostDialer
    ) {
        self.target = target
        self.surroundings = surroundings
        self.board = board
        self.limits = limits
        self.gate = gate
        self.reader = reader
        self.dialer = dialer
        backoff = WatchBackoff(randomness: surroundings.acting.randomness)
    }

    /// Until ``end()``; a host that is lost is tried again.
    func run() async {
        while !isEnding, !Task.isCancelled {
            var pause = Duration.zero
            do { try await connected() } catch { pause = await lost(error) }
            if isLeaving, await hasNothingOpen { break }
            // The next connection surveys in any case; a wish for that must not cut the pause short.
            wantsSurvey = false
            if !isEnding { await rest(pause) }
        }
        await settled()
        await board.forget(name)
    }

    /// Waits for what runs.
    private func settled() async {
        await work?.value
        while let upgrade = followed.values.first { await upgrade.value }
    }

    /// Nothing that runs or whose end is not known; `false` where that cannot be read.
    var hasNothingOpen: Bool {
        get async {
            guard work == nil, let open = try? await acting.store.openEntries(of: [name]) else { return false }
            return open.isEmpty
        }
    }

    /// The inventory says something else of the host, or of those on the way to it.
    ///
    /// - Returns: false for a host that left and is let go already.
    func change(_ target: HostTarget, inventory: [HostTarget], dialer: any HostDialer) -> Bool {
        guard !isEnding else { return false }
        isLeaving = false
        self.target = target
        self.dialer = dialer
        reader.inventory = inventory
        situation = nil
        wake()
        return true
    }

    /// Begins nothing more; what runs goes on to its end.
    func end() {
        isEnding = true
        wake()
    }

    /// The inventory has the host no more.
    func leave() async {
        isLeaving = true
        requestSurvey()
        await board.note(name, .leaving)
    }

    /// Stops waiting for what runs: its end is found out by whoever connects next.
    func abandon() {
        work?.cancel()
        for upgrade in followed.values { upgrade.cancel() }
    }

    /// The clock jumped: what was known says nothing about now.
    func drop() {
        window.reset()
        situation = nil
        quietUntil = nil
        requestSurvey()
    }

    func requestSurvey() {
        wantsSurvey = true
        wake()
    }

    /// Sleeps, and wakes up when there is something to do.
    func rest(_ duration: Duration) async {
        guard !isEnding, !wantsSurvey else { return }
        let timer = Task { [clock = surroundings.clock] in
            try await clock.sleep(for: duration)
            self.wake()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { sleeper = $0 }
        } onCancel: {
            Task { await self.wake() }
        }
        timer.cancel()
    }

    private func wake() {
        sleeper?.resume()
        sleeper = nil
    }
}

// The connection.
extension HostWatch {
    /// Works until the link is gone or the watch ends.
    private func connected() async throws {
        let deadline = Deadline.after(surroundings.timeout)
        await board.note(name, .connecting)
        let (dialer, target) = (dialer, target)
        wasReached = false
        let session = try await dialer.session(to: target, until: deadline)
        do {
            let agent = try await surroundings.starter.start(
                on: session, become: target.become, until: deadline, step: { _ in })
            do {
                try await pushBinaries(over: session)
                await reached(session.address)
                try await watch(agent)
            } catch {
                if isEnding { await letGo(agent) }
                await agent.session.close()
                throw error
            }
            await settled()
            await letGo(agent)
            await agent.session.close()
            await session.close()
        } catch {
            await session.close()
            // Nobody answers any more: what was sent is asked for by whoever connects next.
            await settled()
            throw error
        }
    }

    private func watch(_ agent: StartedAgent) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.takeSamples(agent) }
            group.addTask { try await self.surveyAgain(agent) }
            group.addTask { try await self.keepHost(agent) }
            defer { group.cancelAll() }
            // Surveys end when the watch does; the others only with the link.
            try await group.next()
        }
    }

    /// Once per host and process: the bytes stay there.
    private func pushBinaries(over session: any HostSession) async throws {
        for (kind, binary) in surroundings.binaries where reader.binaries[name]?[kind] == nil {
            let source = try await binary.place(
                on: session, become: target.become, randomness: acting.randomness, until: .after(.seconds(600)))
            reader.binaries[name, default: [:]][kind] = source
        }
    }

    private func reached(_ address: String) async {
        wasReached = true
        isKept = false
        surroundings.tell(.connected(name))
        await board.note(name, .watching)
        await record(.ok, nil, address)
    }

    /// Answers how long to wait before the next try.
    private func lost(_ error: any Error) async -> Duration {
        let outcome = HostOutcome<Void>(error)
        guard !isEnding, let failure = outcome.failure else { return .zero }
        let pause = backoff.next()
        surroundings.tell(.lost(name, failure, again: pause))
        await board.note(
            name, .backingOff, "\(failure.step): \(failure.message)",
            until: surroundings.clock.now.advanced(by: pause))
        // A link that broke is no host that is gone: the next try tells.
        if !wasReached { await board.unreachable(name) }
        await record(outcome.kind, failure, nil)
        return pause
    }

    private func record(_ outcome: OutcomeKind, _ failure: HostFailure?, _ address: String?) async {
        let result = RunHost(
            host: name, outcome: outcome, failure: failure, at: acting.now(), took: 0, address: address)
        do { try await acting.store.record([result], run: acting.runID) } catch {
            await board.find("store", error.message)
        }
    }
}
