package import MusterModel

/// What an operator's verb asks of the nodes of a host.
package struct OperatorOrder: Hashable, Sendable {
    package enum Choice: Hashable, Sendable {
        /// By the names that surveys gave them.
        case named([String])
        /// That many on each host.
        case count(Int, Preference)
        case all
    }

    /// Which nodes come first.
    package enum Preference: String, Hashable, Sendable { case oldest, youngest }

    package var verb: ActionVerb
    package var choice: Choice
    /// `nil` for every kind that runs on the host.
    package var kind: String?
    package var reason: String
    /// When a stop ends by itself.
    package var until: Timestamp?
    /// The binary to use instead of the situation's.
    package var source: BinarySource?
    /// What an upgrade brings nodes to, instead of the policy's `target_version`.
    package var version: ReleaseVersion?
    /// The archived identity to bring back.
    package var identity: String?
    package var purge: Bool
    /// Acts although the host or the node is held.
    package var overridesHold: Bool
    /// Does not keep the time between two starts of one node.
    package var overridesLimits: Bool
    /// Takes a quarantined binary once more.
    package var again: Bool

    package init(
        verb: ActionVerb, choice: Choice, kind: String? = nil, reason: String, until: Timestamp? = nil,
        source: BinarySource? = nil, version: ReleaseVersion? = nil, identity: String? = nil, purge: Bool = false,
        overridesHold: Bool = false,
        overridesLimits: Bool = false, again: Bool = false
    ) {
        self.verb = verb
        self.choice = choice
        self.kind = kind
        self.reason = reason
        self.until = until
        self.source = source
        self.version = version
        self.identity = identity
        self.purge = purge
        self.overridesHold = overridesHold
        self.overridesLimits = overridesLimits
        self.again = again
    }

    /// Youngest first for what takes nodes away, oldest first for what brings them on, unless somebody says so.
    package static func preference(for verb: ActionVerb) -> Preference {
        switch verb {
        case .stop, .remove, .disable: .youngest
        case .add, .start, .restart, .upgrade, .restore, .enable, .takeOver, .giveBack: .oldest
        }
    }
}
