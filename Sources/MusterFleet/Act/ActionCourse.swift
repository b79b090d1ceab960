import MusterIO
import MusterModel
import MusterStore
import MusterWire

/// Carries out what the protocol of one action asks for, against the real ledger and the real agent.
struct ActionCourse {
    let entry: LedgerEntry
    let session: AgentSession
    let acting: Acting
    private var machine: ActionProtocol
    /// What the agent, or the link to it, said last.
    private(set) var problem: (any Error)?
    private(set) var report: ActionReport?

    /// An action that was just decided on.
    init(_ entry: LedgerEntry, session: AgentSession, acting: Acting) {
        self.entry = entry
        self.session = session
        self.acting = acting
        machine = ActionProtocol(entry.id)
    }

    /// An action that the ledger holds open.
    init(recovering entry: LedgerEntry, session: AgentSession, acting: Acting) {
        self.init(entry, session: session, acting: acting)
        machine = ActionProtocol(entry.id, recovering: entry.state)
    }

    var isEnded: Bool { machine.isEnded }

    /// Handles an event and whatever follows from it.
    ///
    /// - Throws: ``StoreError`` where the ledger cannot be written: nothing leaves then.
    mutating func handle(_ event: ActionProtocol.Event, fence: Int64 = 0, until deadline: Deadline) async throws {
        var events = [event]
        while !events.isEmpty {
            for effect in machine.handle(events.removeFirst()) {
                if let next = try await carryOut(effect, fence: fence, until: deadline) { events.append(next) }
            }
        }
    }

    private mutating func carryOut(
        _ effect: ActionProtocol.Effect, fence: Int64, until deadline: Deadline
    ) async throws -> ActionProtocol.Event? {
        switch effect {
        case .record:
            try await acting.store.intend([entry])
            return .recorded(true)
        case .mark:
            let ids = try await acting.store.markSent([entry.id], at: acting.now())
            return .marked(ids.contains(entry.id))
        case .send: return await send(fence: fence, until: deadline)
        case .ask: return await ask(until: deadline)
        case .settle(let report):
            self.report = report
            try await acting.store.settle([report], at: acting.now())
        case .cancel:
            try await acting.store.cancel(
                [entry.id], because: "its run ended before it was sent", at: acting.now())
        case .acknowledge:
            let query = ActionQuery(ids: [entry.id], acknowledges: true)
            _ = try? await session.query(query, until: min(deadline, .after(.seconds(5))))
        }
        return nil
    }

    private mutating func send(fence: Int64, until deadline: Deadline) async -> ActionProtocol.Event {
        var request = entry.request
        request.fence = fence
        request.age = max(0, Int64(acting.now().since(entry.intendedAt) / .milliseconds(1)))
        do {
            return .reported(try await session.act(request, until: min(deadline, .after(entry.longestWait))))
        } catch {
            problem = error
            return .linkLost
        }
    }

    private mutating func ask(until deadline: Deadline) async -> ActionProtocol.Event {
        do {
            let answer = try await session.query(ActionQuery(ids: [entry.id]), until: deadline)
            guard let report = answer.reports.first(where: { $0.id == entry.id }) else { return .linkLost }
            return .reported(report)
        } catch {
            problem = error
            return .linkLost
        }
    }
}

extension ActionReport {
    /// An agent still works on it: asked again later, it may have an end.
    var isRunning: Bool { ending == .unknown && facts["running"] != nil }
}
