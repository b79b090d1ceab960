/// What the beginning or the end of an action changes in what is known of its node.
package struct NodeEffect: Equatable, Sendable {
    package enum Wish: Equatable, Sendable {
        case keep
        case become(DesiredState)
        /// Back to what it was before the action, unless somebody changed it meanwhile.
        case fallBack
    }

    package enum Open: Equatable, Sendable {
        case keep
        case become(OpenAction)
        /// What this action itself put there.
        case end
        /// Whatever is there: the node stands still now, and is not on its way up any more.
        case clear
    }

    package enum Status: Equatable, Sendable {
        case keep
        case become(NodeStatus)
        /// What evidence said last.
        case fallBack
    }

    package enum Failure: Equatable, Sendable {
        case keep
        /// One more of the verb with that binary; an empty text where none was involved.
        case counted(binary: String, message: String)
        /// All of the verb are forgotten.
        case cleared
    }

    package var wish: Wish
    package var open: Open
    /// What the node shows from now on; the agent's own look at it after an action is evidence.
    package var status: Status
    package var managed: Bool?
    /// The node leaves the current view; its history stays.
    package var isGone: Bool
    /// A node that was made, with what was found out about it: its record begins here.
    package var made: NodeObservation?
    package var failure: Failure
    package var quarantine: Quarantine?
    /// Hash of a binary that has passed a health gate: what it failed before was tried once more, and is over.
    package var cleared: String?

    package init(
        wish: Wish = .keep, open: Open = .keep, status: Status = .keep, managed: Bool? = nil, isGone: Bool = false,
        made: NodeObservation? = nil, failure: Failure = .keep, quarantine: Quarantine? = nil, cleared: String? = nil
    ) {
        self.wish = wish
        self.open = open
        self.status = status
        self.managed = managed
        self.isGone = isGone
        self.made = made
        self.failure = failure
        self.quarantine = quarantine
        self.cleared = cleared
    }

    package static let none = NodeEffect()
}
