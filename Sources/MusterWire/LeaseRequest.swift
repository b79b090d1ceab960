package import MusterModel

/// Asks for, extends or gives up the right to act on this machine.
package struct LeaseRequest: Hashable, Sendable, Codable {
    /// The controller's own random id: two databases are two controllers.
    package var controller: String
    /// Who holds it, for people: `user@workstation watch`.
    package var holder: String
    /// For how long, in milliseconds on the host's boot clock; 0 gives it up.
    package var milliseconds: Int64
    /// The controller watches the host: what it holds for that does not end with the lease of one of its actions, nor
    /// that one with it.
    package var watches: Bool

    package init(controller: String, holder: String, milliseconds: Int64, watches: Bool = false) {
        self.controller = controller
        self.holder = holder
        self.milliseconds = milliseconds
        self.watches = watches
    }
}

/// Whether the machine is the asker's.
package struct LeaseGrant: Hashable, Sendable, Codable {
    package var granted: Bool
    /// Rises with each change of hands; actions carry it.
    package var fence: Int64
    package var holder: String
    /// The holder watches the host, so that waiting for the end of an action is no use.
    package var watches: Bool
    /// Since when, in milliseconds.
    package var age: Int64
    /// For how long from now, in milliseconds.
    package var remaining: Int64

    package init(
        granted: Bool, fence: Int64, holder: String, watches: Bool = false, age: Int64, remaining: Int64
    ) {
        self.granted = granted
        self.fence = fence
        self.holder = holder
        self.watches = watches
        self.age = age
        self.remaining = remaining
    }

    /// Nobody's.
    package static let none = LeaseGrant(granted: false, fence: 0, holder: "", age: 0, remaining: 0)
}

/// Actions by id: to be asked for, or to be forgotten by the journal.
package struct ActionQuery: Hashable, Sendable, Codable {
    package var ids: [ActionID]
    /// Their outcomes are in the controller's ledger: the journal need not keep them.
    package var acknowledges: Bool

    package init(ids: [ActionID], acknowledges: Bool = false) {
        self.ids = ids
        self.acknowledges = acknowledges
    }
}

/// One report per action that was asked for, in that order, and all that the journal has begun without an end.
package struct ActionReports: Hashable, Sendable, Codable {
    package var reports: [ActionReport]
    /// Begun and not known to have ended, asked for or not.
    package var open: [ActionID]

    package init(reports: [ActionReport], open: [ActionID]) {
        self.reports = reports
        self.open = open
    }
}
