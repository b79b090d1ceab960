import MusterIO
import MusterModel
import MusterPolicy
import MusterStore
import MusterWire

// Decisions and what follows from them.
extension HostWatch {
    /// How old the facts behind a look may be.
    private static let freshness: Duration = .seconds(60)
    /// How long a host that somebody else acts on is left alone.
    private static let quiet: Duration = .seconds(10)

    /// Tries the newest samples on what is known; reads the store only where something would be done, or at intervals.
    func look(_ agent: StartedAgent) async {
        guard mayBegin else { return }
        let now = surroundings.clock.now
        guard var trial = situation, now.since(trial.now) < Self.freshness else { return await decideAndAct(agent) }
        trial.now = now
        trial.pressure = pressure(trial)
        let plan = decide(trial)
        surveyIfWanted(plan)
        if !plan.actions.isEmpty { await decideAndAct(agent) }
    }

    private var mayBegin: Bool {
        !isBusy && !isEnding && !isLeaving && evidence != nil && quietUntil.map { $0 <= surroundings.clock.now } ?? true
    }

    /// One survey at a time: what a survey that runs will tell is not asked for again.
    private func surveyIfWanted(_ plan: Plan) {
        if plan.wantsSurvey, !isSurveying { requestSurvey() }
    }

    private func pressure(_ situation: Situation) -> PressureState {
        window.state(of: target, storage: nodeStorage(of: target, facts: situation.facts, nodes: situation.nodes))
    }

    /// Decides within the limits of the fleet; what is to be done is begun and not waited for.
    func decideAndAct(_ agent: StartedAgent) async {
        guard mayBegin else { return }
        isBusy = true
        do {
            if let plan = try await decided() {
                if manages, !isKept { await keep(agent) }
                surveyIfWanted(plan)
                if !plan.actions.isEmpty, other == nil {
                    work = Task {
                        await self.act(plan, agent)
                        await self.finished()
                    }
                    return
                }
                await noteState(under: plan)
            }
        } catch {
            await board.find("store", Self.words(of: error))
        }
        await finished()
    }

    private func finished() async {
        await limits.dropped(name)
        isBusy = false
        work = nil
    }

    /// What forbids acting is the host's state; what else is to be said stands beside it.
    private func noteState(under plan: Plan) async {
        if let other { return await board.note(name, .foreign, other.holder, since: other.since) }
        let reason = plan.guards.first(where: \.stopsHost)
        switch reason?.kind {
        case .hold: await board.note(name, .held, reason?.text)
        case .foreignManager: await board.note(name, .foreign, reason?.text)
        default: await board.note(name, .watching, reason?.text)
        }
    }

    private func decided() async throws -> Plan? {
        guard let evidence else { return nil }
        let guards = await board.guards(of: name) + foreignGuards
        let (target, reader, clock) = (target, reader, surroundings.clock)
        let window = window
        let decision = try await limits.decide(on: target) { round in
            let now = clock.now
            let view = try await FleetView(reader.store, hosts: [target], inventory: reader.inventory, at: now)
            var round = round
            if reader.overridesLimits { round.liftLimits() }
            var situation = try await reader.situation(of: target, evidence, view, at: now, guards: guards)
            situation.surveysOnDemand = true
            situation.pressure = window.state(
                of: target, storage: nodeStorage(of: target, facts: situation.facts, nodes: situation.nodes))
            return round.plan(situation)
        }
        situation = decision.situation
        manages = decision.situation.adoption != nil || decision.situation.nodes.contains(where: \.managed)
        try await keep(decision)
        return decision.plan
    }

    /// Tells and keeps what differs from the last decision; a situation is large.
    private func keep(_ decision: HostDecision) async throws {
        let (plan, now) = (decision.plan, decision.situation.now)
        let isNew = told.map { !$0.says(sameAs: plan) } ?? true
        if isNew { surroundings.tell(.decided(plan)) }
        told = plan
        let isDue = keptAt.map { now.since($0) >= .seconds(60) } ?? true
        guard !plan.actions.isEmpty || isNew && isDue else { return }
        keptAt = now
        try await acting.store.keep(
            plan, situation: try JSON(encoding: decision.situation).text, runID: acting.runID)
    }

    private func act(_ plan: Plan, _ agent: StartedAgent) async {
        do {
            let claim = try await claimed(agent)
            do { try await carryOut(plan, agent, claim) } catch {
                await claim.leave()
                throw error
            }
            await claim.leave()
            await board.find("store", nil)
        } catch let held as LeaseHeld {
            keepQuiet()
            surroundings.tell(.skipped(name, held.failure))
            return await board.note(
                name, held.isForeign ? .foreign : .left, held.holder, since: held.since, until: quietUntil)
        } catch let error as StoreError {
            keepQuiet()
            await board.findStoreFault(error.message)
        } catch let end as UnwrittenEnd {
            keepQuiet()
            await board.findStoreFault(end.cause.message)
        } catch {
            keepQuiet()
            tellOf(error)
        }
        await board.note(name, .watching)
        requestSurvey()
    }

    /// The claim under which an upgrade proves itself, or a new one.
    private func claimed(_ agent: StartedAgent) async throws -> HostClaim {
        if let claim, await claim.join() { return claim }
        guard followed.isEmpty else {
            throw HostFailure(step: "lease", message: "the lease was lost while an upgrade proves itself")
        }
        let claim = HostClaim(host: name, session: agent.session, acting: acting)
        try await claim.take(until: .after(surroundings.timeout))
        self.claim = claim
        return claim
    }

    private func carryOut(_ plan: Plan, _ agent: StartedAgent, _ claim: HostClaim) async throws {
        let reconciler = Reconciler(
            host: name, session: agent.session, acting: acting, underway: Set(followed.keys))
        for entry in try await reconciler.ask(until: .after(surroundings.timeout)) {
            surroundings.tell(.reconciled(entry))
            await board.count(entry)
        }
        // No deadline: each action's wait has one, and the stop signal ends what is to follow.
        let acted = try await dispatch(agent, claim).run(plan.actions.map { ActionOrder($0) }, until: .never)
        // What came to nothing is not tried again at once, and a verb that waits gets its turn.
        let givesWay = acted.deferred.contains { $0.because == Dispatch.giveWay }
        let isVain = acted.followed.isEmpty && !acted.entries.contains { $0.state == .done }
        if givesWay || isVain { keepQuiet() }
    }

    /// Waits for the end of an upgrade beside whatever else is done here.
    private func follow(
        _ entry: LedgerEntry, under claim: HostClaim, _ end: @escaping @Sendable () async throws -> Void
    ) async {
        let isHeld = await claim.join()
        followed[entry.id] = Task {
            do { try await end() } catch { self.tellOf(error) }
            if isHeld { await claim.leave() }
            self.ended(entry.id)
        }
    }

    private func ended(_ id: ActionID) {
        followed[id] = nil
        situation = nil
        requestSurvey()
    }

    private func tellOf(_ error: any Error) { surroundings.tell(.remark("\(name): \(Self.words(of: error))")) }

    private func keepQuiet() { quietUntil = surroundings.clock.now.advanced(by: Self.quiet) }

    private func dispatch(_ agent: StartedAgent, _ claim: HostClaim) -> Dispatch {
        var dispatch = Dispatch(
            host: target, facts: agent.hello.facts, session: agent.session, acting: acting, claim: claim,
            stop: surroundings.stop, limits: limits)
        let (board, tell, limits) = (board, surroundings.tell, limits)
        dispatch.began = { entry in
            await limits.begun(entry)
            tell(.began(entry))
            await board.note(entry.host, .acting, "\(entry.verb.rawValue) \(entry.node ?? "")")
        }
        dispatch.follow = { [self] entry, end in await follow(entry, under: claim, end) }
        dispatch.ended = { entry in
            tell(.ended(entry))
            await board.count(entry)
        }
        return dispatch
    }

    static func words(of error: any Error) -> String {
        (error as? any UserFacingError)?.message ?? "\(error)"
    }
}

extension Plan {
    /// Whether both mean the same, whatever the readings behind them.
    fileprivate func says(sameAs other: Plan) -> Bool {
        func words(_ plan: Plan) -> [String] {
            plan.actions.map { "\($0.verb.rawValue) \($0.node.name) \($0.cause.rawValue)" }
                + plan.deferred.map { "not \($0.verb.rawValue) \($0.node ?? "") \($0.count)" }
                + plan.guards.map { "\($0.kind.rawValue) \($0.node ?? "")" }
        }
        return words(self) == words(other)
    }
}
