import MusterModel

/// One node as a decision sees it: what is true of it now, not when it was last written down.
struct NodeView {
    /// Something that is being done to it, or whose end is not known.
    enum Flight { case start, upgrade, removal }

    /// Place in ``Situation/nodes`` and in ``Census/kinds``.
    let index: Int
    let kind: Int
    let status: NodeStatus
    /// Removed since the last survey.
    let isGone: Bool
    let flight: Flight?
    /// In milliseconds since 1970; the larger, the younger.
    let bornAt: Int64
    let number: Int64

    /// Nodes of one age are told apart by their numbers: the higher one is the younger.
    static func isYounger(_ left: NodeView, _ right: NodeView) -> Bool {
        (left.bornAt, left.number, left.index) > (right.bornAt, right.number, right.index)
    }

    static func isOlder(_ left: NodeView, _ right: NodeView) -> Bool { isYounger(right, left) }
}

extension ActionVerb {
    /// Which of the host's limits it counts for.
    var flight: NodeView.Flight? {
        switch self {
        case .add, .start, .restart, .restore: .start
        case .upgrade: .upgrade
        case .stop, .remove, .disable: .removal
        case .enable, .takeOver, .giveBack: nil
        }
    }

    /// Opposite ones keep their distance.
    enum Direction { case more, fewer }

    /// Whether more or fewer nodes of the host run after it; `nil` where as many do.
    var direction: Direction? {
        switch self {
        case .add, .start, .restore: .more
        case .stop, .remove, .disable: .fewer
        case .restart, .upgrade, .enable, .takeOver, .giveBack: nil
        }
    }
}

extension OpenAction.Verb {
    var flight: NodeView.Flight {
        switch self {
        case .start, .restart: .start
        case .upgrade: .upgrade
        case .remove: .removal
        }
    }
}
