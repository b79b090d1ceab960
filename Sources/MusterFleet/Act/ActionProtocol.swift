package import MusterModel

/// At most once, for one action: what to do next at each thing that happens, whoever crashes and whatever gets lost.
///
/// Pure: events in, effects out; a seeded simulator permutes them. The order of effects is the rule: the intent is on
/// the disk before anything leaves, that it leaves is on the disk before it does, and an action that left is asked for
/// by its id and never sent again. `docs/decisions/at-most-once.md` says why.
package struct ActionProtocol: Hashable, Sendable {
    package enum Stage: Hashable, Sendable {
        /// Decided; nothing is written and nobody was told.
        case decided
        /// In the ledger, and certainly not sent.
        case intended
        /// The ledger was asked whether it may leave.
        case leaving
        /// The same, and it shall not leave any more.
        case withdrawn
        /// On its way over the present link.
        case underway
        /// Sent over a link that is gone, or not answered in time: to be asked for.
        case doubtful
        /// Asked for over the present link.
        case asked
        /// The agent began it and knows no end: only a survey can tell.
        case unknown
        case ended(LedgerState)
    }

    package enum Event: Hashable, Sendable {
        case begin
        /// The ledger took the intent, or refused it.
        case recorded(Bool)
        /// Everything before it is done.
        case turn
        /// The ledger says that it may leave, or that it was taken back meanwhile.
        case marked(Bool)
        /// A link to an agent stands, and the machine is ours.
        case linked
        /// The link is gone, or the time of waiting is over.
        case linkLost
        /// An agent's word on it, whether asked for or not, however late and however often.
        case reported(ActionReport)
        /// What a complete survey says, which began when the action could no longer be running.
        case surveyed(ActionReport)
        /// Not to be sent any more: an operator's word, the end of the run.
        case withdrawn
    }

    package enum Effect: Hashable, Sendable {
        /// Write the intent, on the disk when it is answered.
        case record
        /// Write that it leaves, unless it was taken back.
        case mark
        case send
        /// Ask the agent for it by its id.
        case ask
        /// Write what the agent said, or a survey showed.
        case settle(ActionReport)
        /// Take it back in the ledger.
        case cancel
        /// Tell the agent that its journal need not keep it.
        case acknowledge
    }

    package let id: ActionID
    package private(set) var stage: Stage

    /// An action that was just decided on.
    package init(_ id: ActionID) {
        self.id = id
        stage = .decided
    }

    /// An action as an earlier process left it in the ledger.
    package init(_ id: ActionID, recovering state: LedgerState) {
        self.id = id
        stage =
            switch state {
            case .intended: .intended
            case .sent: .doubtful
            case .unknown: .unknown
            case .done, .failed, .stale, .refused, .cancelled: .ended(state)
            }
    }

    package var isEnded: Bool {
        if case .ended = stage { true } else { false }
    }

    package mutating func handle(_ event: Event) -> [Effect] {
        switch (stage, event) {
        case (.decided, .begin): [.record]
        case (.decided, .recorded(true)): become(.intended, [])
        case (.decided, .recorded(false)), (.decided, .withdrawn): become(.ended(.cancelled), [])
        case (.intended, .turn): become(.leaving, [.mark])
        case (.leaving, .marked(true)): become(.underway, [.send])
        case (.leaving, .marked(false)), (.withdrawn, .marked(false)): become(.ended(.cancelled), [])
        // It never left: there is nothing to ask, and whoever still wants it decides anew.
        case (.intended, .linked), (.intended, .linkLost), (.intended, .withdrawn):
            become(.ended(.cancelled), [.cancel])
        case (.leaving, .linkLost), (.leaving, .withdrawn): become(.withdrawn, [])
        case (.withdrawn, .marked(true)): take(ActionReport(id: id, ending: .notBegun))
        case (.underway, .linkLost), (.asked, .linkLost): become(.doubtful, [])
        case (.doubtful, .linked), (.unknown, .linked): become(.asked, [.ask])
        case (.unknown, .surveyed(let report)): take(report)
        case (.underway, .reported(let report)), (.doubtful, .reported(let report)),
            (.asked, .reported(let report)), (.unknown, .reported(let report)):
            take(report)
        // Said again, or too late to matter: the ledger notes what differs.
        case (.ended, .reported(let report)): [.settle(report), .acknowledge]
        default: []
        }
    }

    private mutating func become(_ next: Stage, _ effects: [Effect]) -> [Effect] {
        stage = next
        return effects
    }

    private mutating func take(_ report: ActionReport) -> [Effect] {
        guard report.ending != .unknown else { return become(.unknown, [.settle(report)]) }
        return become(.ended(report.ending.state), [.settle(report), .acknowledge])
    }
}
