import MusterIO
import MusterModel

extension LedgerEntry {
    /// The intent of carrying an order out on a host.
    init(_ order: ActionOrder, id: ActionID, on host: HostTarget, by acting: Acting) {
        let request = ActionRequest(
            id: id, verb: order.verb, node: order.node, basis: order.basis, source: order.source, gate: order.gate,
            identity: order.identity, purge: order.purge, foreign: order.foreign, storages: order.storages,
            deadline: Int64(order.verb.allowance / .milliseconds(1)))
        self.init(
            id: id, runID: acting.runID, host: host.name, node: order.node?.name, verb: order.verb, request: request,
            cause: order.cause, reason: order.reason, relief: order.relief, by: acting.decider,
            intendedAt: acting.now(),
            setBy: order.setBy, wishUntil: order.until,
            settle: host.settlingTime(after: order.verb, kind: order.node?.kind))
    }

    /// How long its report may take to come: all that the agent may take, its gate's time too, and a little.
    var longestWait: Duration {
        let gate = request.gate.map { $0.within + $0.holdFor } ?? 0
        return .milliseconds(request.deadline + gate) + .seconds(15)
    }
}

extension Acting {
    /// Who decides, and that a limit was overridden where it was.
    var decider: String { overridesLimits ? "\(by) beyond the limits" : by }

    func newID() -> ActionID? { ActionID(randomness.hex(16)) }
}

extension ActionVerb {
    /// How long an agent may take for it, a gate's time not counted: a unit may take 90 s to stop.
    var allowance: Duration {
        switch self {
        case .start, .enable, .takeOver, .giveBack: .seconds(60)
        case .stop, .restart, .disable, .add, .restore: .seconds(120)
        case .upgrade, .remove: .seconds(180)
        }
    }
}

extension HostTarget {
    /// Time that a node gets after an action before its status rests on evidence alone, in milliseconds.
    func settlingTime(after verb: ActionVerb, kind: String?) -> Int64 {
        let key: PolicyKey? =
            switch verb {
            case .add, .start, .restore: .delayStart
            case .restart: .delayRestart
            case .upgrade: .delayUpgrade
            case .remove: .delayRemove
            case .stop, .disable, .enable, .takeOver, .giveBack: nil
            }
        return key.map { Int64(policy.duration($0, kind: kind) / .milliseconds(1)) } ?? 0
    }
}
