import MusterModel

/// Nodes that a verb without names does not choose from, by the reason.
struct LeftNodes: Hashable {
    var observed = 0
    /// Managed ones that are as the verb finds no use for.
    var states: [NodeStatus: Int] = [:]

    /// Completes a sentence that says that nodes are lacking; `nil` where none were left.
    var words: String? {
        var parts = NodeStatus.allCases.compactMap { status in states[status].map { "\($0) \(status.rawValue)" } }
        if observed > 0 { parts.append("\(observed) observed only, `muster adopt` makes them managed") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    static func += (sum: inout LeftNodes, more: LeftNodes) {
        sum.observed += more.observed
        sum.states.merge(more.states, uniquingKeysWith: +)
    }
}

extension Draft {
    func left(by order: OperatorOrder) -> LeftNodes {
        var left = LeftNodes()
        for view in census.nodes where isOfKind(view, order.kind) && !view.isGone {
            if !census.isManaged(view) {
                left.observed += 1
            } else if unfit(view, for: order) != nil || view.status == .disabled {
                left.states[view.status, default: 0] += 1
            }
        }
        return left
    }

    /// Says which nodes "all" did not reach: those that go through an upgrade just now, and, where the host has no managed
    /// ones, that those which are there are not managed.
    mutating func tellLeft(_ order: OperatorOrder) {
        let here = census.nodes.filter { isOfKind($0, order.kind) && !$0.isGone }
        let managed = here.filter { census.isManaged($0) }
        if managed.isEmpty {
            return putOff(
                order.verb, count: here.count,
                because: "nodes here are observed only; `muster adopt` makes them managed")
        }
        guard order.verb == .stop || order.verb == .restart else { return }
        for view in managed where view.status == .upgrading || view.status == .migrating {
            putOff(
                order.verb, view, because: restraints.reason(view, for: order.verb) ?? "it is \(view.status.rawValue)")
        }
    }
}
