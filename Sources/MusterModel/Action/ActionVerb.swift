/// What an agent can be told to do.
package enum ActionVerb: String, Hashable, Sendable, Codable, CaseIterable {
    case add
    case start
    case stop
    case restart
    case upgrade
    case remove
    /// Brings an archived identity back as a node.
    case restore
    /// Stops a node so that neither boot nor another manager revives it.
    case disable
    case enable
    /// Puts another manager of the host out of work, and reserves what removals need; concerns no single node.
    case takeOver = "take-over"
    /// Undoes a take-over.
    case giveBack = "give-back"

    /// Whether a node works less, or not at all, while this is carried out.
    package var disturbs: Bool {
        switch self {
        case .stop, .restart, .upgrade, .remove, .disable: true
        case .add, .start, .restore, .enable, .takeOver, .giveBack: false
        }
    }

    /// Whether it brings a process up: counted by the limit on starts.
    package var starts: Bool {
        switch self {
        case .add, .start, .restart, .upgrade, .restore: true
        case .stop, .remove, .disable, .enable, .takeOver, .giveBack: false
        }
    }
}
