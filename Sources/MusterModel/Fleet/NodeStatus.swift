/// A node's status in wnm's words; derived, never reported by a host.
package enum NodeStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case running = "RUNNING"
    case stopped = "STOPPED"
    case restarting = "RESTARTING"
    case upgrading = "UPGRADING"
    case migrating = "MIGRATING"
    case removing = "REMOVING"
    case disabled = "DISABLED"
    case dead = "DEAD"
    case unknown = "UNKNOWN"
}

/// What stands beside RUNNING and RESTARTING.
package enum NodeHealth: String, Hashable, Sendable, Codable {
    case answering
    case notAnswering = "not answering"
    case noProbe = "no probe"
    case crashLoop = "crash-loop"
}

/// What should be, who said so and until when.
package struct DesiredState: Hashable, Sendable, Codable {
    package enum Goal: String, Hashable, Sendable, Codable { case running, stopped, disabled, absent }
    package enum Setter: String, Hashable, Sendable, Codable { case `operator`, pressure, upgrade, `import` }

    package var goal: Goal
    package var setBy: Setter
    package var since: Timestamp
    package var until: Timestamp?
    package var reason: String

    package init(goal: Goal, setBy: Setter, since: Timestamp, until: Timestamp? = nil, reason: String) {
        self.goal = goal
        self.setBy = setBy
        self.since = since
        self.until = until
        self.reason = reason
    }
}

/// A change that is on its way.
package struct OpenAction: Hashable, Sendable, Codable {
    package enum Verb: String, Hashable, Sendable, Codable { case start, restart, upgrade, remove }

    package var id: String
    package var verb: Verb
    package var since: Timestamp
    /// When its status ends even without evidence.
    package var endsAt: Timestamp

    package init(id: String, verb: Verb, since: Timestamp, endsAt: Timestamp) {
        self.id = id
        self.verb = verb
        self.since = since
        self.endsAt = endsAt
    }
}

extension OpenAction.Verb {
    /// What a node shows while it is on its way.
    package var status: NodeStatus {
        switch self {
        case .start, .restart: .restarting
        case .upgrade: .upgrading
        case .remove: .removing
        }
    }
}
