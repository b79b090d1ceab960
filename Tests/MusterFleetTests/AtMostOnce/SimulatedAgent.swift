import MusterModel
import TestSupport

/// One agent at the end of one link, in steps between which it may die.
struct SimulatedAgent {
    private enum Step {
        /// Has the machine, or waits for it.
        case received, journalled, acted, returned, undone
        /// Has let the machine go, and watches its node; found it bad.
        case watching, judged
    }

    private struct Work {
        let id: ActionID
        var step: Step
    }

    let number: Int
    var inbox: [SimulatedMessage] = []
    private(set) var said: [ActionReport] = []
    private(set) var isAlive = true
    /// The one that has or wants the machine, and those that are being watched.
    private var works: [Work] = []

    init(number: Int) { self.number = number }

    var isIdle: Bool { works.isEmpty && inbox.isEmpty }

    mutating func die(_ host: inout SimulatedHost) {
        isAlive = false
        works = []
        inbox = []
        if host.lockedBy == number { host.lockedBy = nil }
        host.watching = host.watching.filter { $0.value != number }
    }

    /// What it says is taken by the link.
    mutating func takeSaid() -> [ActionReport] {
        defer { said = [] }
        return said
    }

    /// Does one step; answers the point at which it could now die.
    mutating func step(_ host: inout SimulatedHost, _ random: inout Dice) -> CrashPoint? {
        guard isAlive else { return nil }
        let place = Int.random(in: 0...works.count, using: &random)
        if place < works.count {
            // A gate takes its time.
            if works[place].step == .watching, !random.once(in: 8) { return nil }
            return advance(place, &host)
        }
        guard let index = readable.randomElement(using: &random) else { return nil }
        switch inbox.remove(at: index) {
        case .query(let id):
            said.append(answer(id, host))
            if host.closesAskedIDs, host.journal[id] == nil, !works.contains(where: { $0.id == id }) {
                host.journal[id] = .closed
            }
            return nil
        case .act(let id):
            // What is at work already is waited for.
            if !works.contains(where: { $0.id == id }) { works.append(Work(id: id, step: .received)) }
            return .afterReceive
        }
    }

    /// One action at a time has or wants the machine to begin; questions are answered beside.
    private var readable: [Int] {
        let isBusy = works.contains { $0.step != .watching && $0.step != .judged }
        return inbox.indices.filter { index in
            if case .act = inbox[index] { !isBusy } else { true }
        }
    }

    private mutating func advance(_ place: Int, _ host: inout SimulatedHost) -> CrashPoint? {
        let id = works[place].id
        switch works[place].step {
        case .received:
            if let record = host.journal[id] {
                let ending = record == .closed ? .refused : ending(record)
                return leave(place, saying: ActionReport(id: id, ending: ending))
            }
            guard host.lockedBy == nil else { return nil }  // waits for the lock
            guard !host.isNodeLocked(id) else { return leave(place, saying: ActionReport(id: id, ending: .refused)) }
            host.lockedBy = number
            host.journal[id] = .begun
            works[place].step = .journalled
            return .afterJournal
        case .journalled:
            host.performed[id, default: 0] += 1
            if !host.watching.isEmpty { host.besides += 1 }
            works[place].step = .acted
            return .afterAct
        case .acted:
            guard SimulatedHost.isUpgrade(id) else { return end(place, .done, &host) }
            host.watching[id] = number
            host.lockedBy = nil
            works[place].step = .watching
            return .afterLetGo
        case .watching:
            guard SimulatedHost.isBad(id) else { return end(place, .done, &host) }
            works[place].step = .judged
            return nil
        case .judged:
            guard host.lockedBy == nil else { return nil }  // waits for the lock
            host.lockedBy = number
            works[place].step = .returned
            return nil
        case .returned:
            host.undone.insert(id)
            works[place].step = .undone
            return .afterUndo
        case .undone: return end(place, .failed, &host)
        }
    }

    private mutating func end(
        _ place: Int, _ ending: ActionReport.Ending, _ host: inout SimulatedHost
    ) -> CrashPoint? {
        let work = works[place]
        host.journal[work.id] = .ended(ending)
        if work.step != .watching { host.lockedBy = nil }
        host.watching[work.id] = nil
        _ = leave(place, saying: ActionReport(id: work.id, ending: ending))
        return .afterOutcome
    }

    private mutating func leave(_ place: Int, saying report: ActionReport) -> CrashPoint? {
        said.append(report)
        works.remove(at: place)
        return nil
    }

    private func answer(_ id: ActionID, _ host: SimulatedHost) -> ActionReport {
        let isMine = works.contains { $0.id == id }
        guard let record = host.journal[id] else {
            guard isMine else { return ActionReport(id: id, ending: .notBegun) }
            return ActionReport(id: id, ending: .unknown, facts: [ActionFact.running: .integer(1)])
        }
        var report = ActionReport(id: id, ending: ending(record))
        // Of an action that has no end, whoever has the machine may be at work on it.
        let isLocked = host.lockedBy != nil || host.looksAtNodeLocks && host.watching[id] != nil
        if record == .begun, isMine || isLocked { report.facts[ActionFact.running] = .integer(1) }
        return report
    }

    private func ending(_ record: SimulatedHost.Record) -> ActionReport.Ending {
        switch record {
        case .begun: .unknown
        case .ended(let ending): ending
        case .closed: .notBegun
        }
    }
}
