import MusterModel

/// What the host keeps over all agents: the journal on its disk, and the lock under which one agent at a time acts.
struct SimulatedHost {
    enum Record: Hashable {
        case begun
        case ended
        /// Asked for while it was not known: whoever still brings it is refused.
        case closed
    }

    var journal: [ActionID: Record] = [:]
    /// How often each action was carried out.
    var performed: [ActionID: Int] = [:]
    /// The number of the agent that acts.
    var lockedBy: Int?
    /// Whether the agents keep the promise that an id which was asked for is never begun.
    var closesAskedIDs = true
}

/// Where a simulated program dies.
enum CrashPoint: String, CaseIterable {
    case afterIntent = "after-intent"
    case afterMark = "after-mark"
    case afterSend = "after-send"
    case afterSettle = "after-settle"
    case afterReceive = "after-receive"
    case afterJournal = "after-journal"
    case afterAct = "after-act"
    case afterOutcome = "after-outcome"
}

enum SimulatedMessage: Hashable {
    case act(ActionID)
    case query(ActionID)
}

/// One agent at the end of one link, in steps between which it may die.
struct SimulatedAgent {
    private enum Step {
        case received, journalled, acted
    }

    let number: Int
    var inbox: [SimulatedMessage] = []
    private(set) var said: [ActionReport] = []
    private(set) var isAlive = true
    private var work: (id: ActionID, step: Step)?

    init(number: Int) { self.number = number }

    var isIdle: Bool { work == nil && inbox.isEmpty }

    mutating func die(_ host: inout SimulatedHost) {
        isAlive = false
        work = nil
        inbox = []
        if host.lockedBy == number { host.lockedBy = nil }
    }

    /// What it says is taken by the link.
    mutating func takeSaid() -> [ActionReport] {
        defer { said = [] }
        return said
    }

    /// Does one step; answers the point at which it could now die.
    mutating func step(_ host: inout SimulatedHost, _ random: inout SeededRandom) -> CrashPoint? {
        guard isAlive else { return nil }
        if let work { return advance(work.id, work.step, &host) }
        guard !inbox.isEmpty else { return nil }
        switch inbox.remove(at: Int.random(in: 0..<inbox.count, using: &random)) {
        case .query(let id):
            said.append(answer(id, host))
            if host.closesAskedIDs, host.journal[id] == nil { host.journal[id] = .closed }
            return nil
        case .act(let id):
            work = (id, .received)
            return .afterReceive
        }
    }

    private mutating func advance(_ id: ActionID, _ step: Step, _ host: inout SimulatedHost) -> CrashPoint? {
        switch step {
        case .received:
            if let record = host.journal[id] {
                said.append(ActionReport(id: id, ending: record == .closed ? .refused : ending(record)))
                work = nil
                return nil
            }
            guard host.lockedBy == nil else { return nil }  // waits for the lock
            host.lockedBy = number
            host.journal[id] = .begun
            work = (id, .journalled)
            return .afterJournal
        case .journalled:
            host.performed[id, default: 0] += 1
            work = (id, .acted)
            return .afterAct
        case .acted:
            host.journal[id] = .ended
            host.lockedBy = nil
            said.append(ActionReport(id: id, ending: .done))
            work = nil
            return .afterOutcome
        }
    }

    private func answer(_ id: ActionID, _ host: SimulatedHost) -> ActionReport {
        ActionReport(id: id, ending: host.journal[id].map { ending($0) } ?? .notBegun)
    }

    private func ending(_ record: SimulatedHost.Record) -> ActionReport.Ending {
        switch record {
        case .begun: .unknown
        case .ended: .done
        case .closed: .notBegun
        }
    }
}
