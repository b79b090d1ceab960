import MusterModel

/// What the host keeps over all agents: the journal on its disk, and the locks under which they act.
struct SimulatedHost {
    enum Record: Hashable {
        case begun
        case ended(ActionReport.Ending)
        /// Asked for while it was not known: whoever still brings it is refused.
        case closed
    }

    var journal: [ActionID: Record] = [:]
    /// How often each action was carried out.
    var performed: [ActionID: Int] = [:]
    /// Carried out, and undone again.
    var undone: Set<ActionID> = []
    /// The number of the agent that has the machine.
    var lockedBy: Int?
    /// The agents that watch what they did, by the action; each keeps its node locked.
    var watching: [ActionID: Int] = [:]
    /// Which node an action is of.
    var nodes: [ActionID: Int] = [:]
    /// How often something was done while another node was being watched.
    var besides = 0
    /// Whether the agents keep the promise that an id which was asked for is never begun.
    var closesAskedIDs = true
    /// Whether an agent that is asked looks at the locks of nodes too, not at the machine's alone.
    var looksAtNodeLocks = true

    /// Every third action is an upgrade: its node proves itself.
    static func isUpgrade(_ id: ActionID) -> Bool { digit(id, at: 0) % 3 == 0 }

    /// Every other upgrade is a bad one.
    static func isBad(_ id: ActionID) -> Bool { digit(id, at: 1) % 2 == 0 }

    private static func digit(_ id: ActionID, at place: Int) -> UInt8 { Array(id.text.utf8)[place] }

    func isNodeLocked(_ id: ActionID) -> Bool {
        watching.keys.contains { $0 != id && nodes[$0] == nodes[id] }
    }

    func isReached(_ id: ActionID) -> Bool { performed[id, default: 0] > 0 && !undone.contains(id) }
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
    case afterLetGo = "after-let-go"
    case afterUndo = "after-undo"
    case afterOutcome = "after-outcome"
}

enum SimulatedMessage: Hashable {
    case act(ActionID)
    case query(ActionID)
}
