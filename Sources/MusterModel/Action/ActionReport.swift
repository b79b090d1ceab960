/// What became of one action, as its agent tells it.
package struct ActionReport: Hashable, Sendable, Codable {
    package enum Ending: String, Hashable, Sendable, Codable, CaseIterable {
        case done
        /// Tried and not reached; ``ActionReport/fault`` and `message` say why. What was half done is undone.
        case failed
        /// What the action was decided on no longer holds: nothing was touched.
        case stale
        /// Not begun: another lease, a duplicate id with another content, too old, not allowed.
        case refused
        /// Begun, and its end is not known: only a survey can tell. Never run again.
        case unknown
        /// The agent has never heard of it: it was not begun.
        case notBegun = "not-begun"
    }

    package var id: ActionID
    package var ending: Ending
    package var fault: ActionFault?
    /// The step that failed or found something else, in the imperative, such as `stop unit`.
    package var step: String?
    package var message: String?
    package var fix: String?
    /// Milliseconds from begin to end.
    package var took: Int64
    /// What came of it, by the names of ``ActionFact``.
    package var facts: [String: Scalar]

    package init(
        id: ActionID, ending: Ending, fault: ActionFault? = nil, step: String? = nil, message: String? = nil,
        fix: String? = nil, took: Int64 = 0, facts: [String: Scalar] = [:]
    ) {
        self.id = id
        self.ending = ending
        self.fault = fault
        self.step = step
        self.message = message
        self.fix = fix
        self.took = took
        self.facts = facts
    }
}

/// Why an action did not come to what was asked; programs branch on it, people read the message.
package enum ActionFault: String, Hashable, Sendable, Codable, CaseIterable {
    case portTaken = "port-taken"
    case noSpace = "no-space"
    /// A path outside the node storage, or reached through a symbolic link.
    case unsafePath = "unsafe-path"
    case exists
    case missing
    case gateFailed = "gate-failed"
    case wrongBinary = "wrong-binary"
    case noUser = "no-user"
    /// The user's service manager cannot be reached, or does not outlive the session.
    case noManager = "no-manager"
    case foreignManager = "foreign-manager"
    case lostLease = "lost-lease"
    case conflictingID = "conflicting-id"
    case tooOld = "too-old"
    case denied
    case timeout
    case ended
    case other
}

/// Names of what an action's report may tell beside its ending.
package enum ActionFact {
    package static let pid = "pid"
    package static let version = "version"
    package static let previousVersion = "previous_version"
    package static let binaryHash = "binary_sha256"
    package static let previousBinaryHash = "previous_binary_sha256"
    /// The gate was not passed and the binary that ran before runs again.
    package static let rolledBack = "rolled_back"
    /// Name of the archived identity.
    package static let archive = "archive"
    /// Where the copy of what a take-over changed lies.
    package static let undo = "undo"
    package static let port = "port"
    /// Which part of the basis differs, for `stale`.
    package static let differs = "differs"
    /// For `unknown`: it still runs, or waits for its turn; ask again.
    package static let running = "running"
    /// For `unknown`: the host has booted since it was begun.
    package static let rebooted = "rebooted"
    /// Why the agent could not leave the login session that it was started in.
    package static let session = "session"
}
