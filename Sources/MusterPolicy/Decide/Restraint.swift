import MusterModel

/// Why one node is left alone, whatever is to be done with it; each completes `deferred because …`.
struct Restraints {
    private let census: Census
    private let holds: [String: Hold]
    private let failures: [String: [NodeFailure]]
    private let guarded: Set<String>
    /// Nodes that an operator named: what failed before does not keep them from being tried again.
    private let named: Set<String>
    /// Programs under quarantine are used too.
    private let triesAgain: Bool

    init(_ census: Census, order: OperatorOrder? = nil) {
        self.census = census
        let situation = census.situation
        if case .named(let names)? = order?.choice { named = Set(names) } else { named = [] }
        triesAgain = order?.again ?? false
        let holding = order?.overridesHold ?? false ? [] : situation.holds.filter { $0.applies(at: situation.now) }
        holds = Dictionary(holding.compactMap { hold in hold.node.map { ($0, hold) } }) { first, _ in first }
        failures = Dictionary(grouping: situation.failures) { $0.node.name }
        guarded = Set(situation.guards.compactMap(\.node))
    }

    /// - Parameter binary: hash of the binary that an upgrade brings.
    func reason(_ view: NodeView, for verb: ActionVerb, binary: String? = nil) -> String? {
        let record = census.record(view)
        if !record.managed { return "it is observed only; `muster adopt` makes it managed" }
        if let entry = census.open[record.id.name] {
            return "the end of its \(entry.verb.rawValue) \(entry.id.short) is not known yet"
        }
        if view.flight != nil { return settling(record) }
        if let held = holds[record.id.name] { return "\(held.by) holds it: \(held.reason)" }
        if let entry = census.actedSinceEvidence(on: record) {
            return "no survey has looked at it since its \(entry.verb.rawValue) \(entry.id.short)"
        }
        if view.status == .unknown { return "nothing certain is known of it now" }
        if let strange = record.addressFinding { return strange }
        if guarded.contains(record.id.name) { return "a guard forbids it" }
        if verb == .upgrade || verb == .remove, record.observation.registry != nil {
            return "it is in antctl's registry, which Muster does not change"
        }
        if verb == .start, !triesAgain, let word = census.situation.quarantine(of: record) { return word }
        if named.contains(record.id.name) { return nil }
        return failure(of: record.id.name, for: verb, binary: binary)
    }

    /// The operation itself has an end that is known: what is under way is the time that the node gets afterwards.
    private func settling(_ record: NodeRecord) -> String {
        guard let action = record.open else { return "an operation on it is under way" }
        let wait = max(0, action.endsAt.milliseconds - census.situation.now.milliseconds)
        return
            "it settles after its \(action.verb.rawValue), for \(wait.seconds) s at most (`delay_\(action.verb.rawValue)`)"
    }

    private func failure(of node: String, for verb: ActionVerb, binary: String?) -> String? {
        guard !failures.isEmpty, let known = failures[node] else { return nil }
        for failure in known
        where verb != .upgrade || failure.verb != .upgrade || binary == nil
            || failure.binary.isEmpty || failure.binary == binary
        {
            if failure.needsHuman {
                return "it needs a human: \(failure.verb.rawValue) failed \(failure.count) times (\(failure.message)); "
                    + "`muster node clear` tries again"
            }
            guard failure.verb == verb, census.situation.now < failure.retryAt else { continue }
            let wait = failure.retryAt.milliseconds - census.situation.now.milliseconds
            return "its \(verb.rawValue) failed (\(failure.message)); tried again in \(wait.seconds) s"
        }
        return nil
    }
}

extension Hold {
    func applies(at now: Timestamp) -> Bool { until.map { now < $0 } ?? true }
}

extension ActionID {
    /// Enough digits for people.
    var short: Substring { text.prefix(8) }
}

extension Int64 {
    /// Milliseconds as whole seconds, rounded up.
    var seconds: Int64 { self / 1000 + (self % 1000 > 0 ? 1 : 0) }
}

extension NodeRecord {
    /// Why a node is left alone that earns for another address than it should: completes `deferred because …`.
    var addressFinding: String? {
        guard let strangeAddress else { return nil }
        let shown = PlainText.printable(strangeAddress)
        guard let recordedAddress, observation.disagreements.allSatisfy({ $0.field != NodeField.rewardsAddress }) else {
            return "its sources show different rewards addresses, \(shown) among them"
        }
        return "it shows the rewards address \(shown), and \(recordedAddress) is recorded"
    }
}
