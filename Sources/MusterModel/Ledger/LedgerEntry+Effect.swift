extension LedgerEntry {
    /// What recording the intent changes: the wish holds from now on, the node shows what is on its way.
    package var intentEffect: NodeEffect {
        guard node != nil else { return .none }
        var effect = NodeEffect()
        if let goal { effect.wish = .become(wish(goal, since: intendedAt)) }
        if let openVerb {
            effect.open = .become(
                OpenAction(id: id.text, verb: openVerb, since: intendedAt, endsAt: longestEnd(from: intendedAt)))
            effect.status = .become(openVerb.status)
        }
        return effect
    }

    /// What `report` changes, received at `now`.
    package func effect(of report: ActionReport, at now: Timestamp) -> NodeEffect {
        guard node != nil else { return .none }
        return switch report.ending {
        case .done: success(report, at: now)
        case .failed: fault(report, at: now)
        case .stale, .refused, .notBegun: untouched
        case .unknown: .none
        }
    }

    /// What taking the action back changes.
    package var untouched: NodeEffect { NodeEffect(wish: .fallBack, open: .end, status: .fallBack) }

    private func success(_ report: ActionReport, at now: Timestamp) -> NodeEffect {
        var effect = NodeEffect(open: verb == .stop || verb == .disable ? .clear : .end, failure: .cleared)
        if let goal { effect.wish = .become(wish(goal, since: now)) }
        if let openVerb, verb != .remove {
            let endsAt = now.advanced(by: .milliseconds(settle))
            effect.open = .become(OpenAction(id: id.text, verb: openVerb, since: intendedAt, endsAt: endsAt))
            effect.status = .become(openVerb.status)
        }
        switch verb {
        case .add, .restore:
            effect.managed = true
            effect.made = request.node.map { Self.observation(of: $0, report) }
        case .remove:
            effect.managed = false
            effect.isGone = true
        case .stop: effect.status = .become(.stopped)
        case .disable: effect.status = .become(.disabled)
        case .upgrade: effect.cleared = binary(report)
        default: break
        }
        return effect
    }

    private func fault(_ report: ActionReport, at now: Timestamp) -> NodeEffect {
        var effect = NodeEffect(wish: keepsWishAfterFailure ? .keep : .fallBack, open: .end, status: .fallBack)
        if countsAgainstNode(report) { effect.failure = .counted(binary: binary(report), message: reason(report)) }
        if report.fault == .gateFailed, request.gate?.judges ?? false, let node, !binary(report).isEmpty {
            effect.quarantine = Quarantine(
                hash: binary(report), version: request.source?.version, host: host, node: node, since: now,
                reason: reason(report))
        }
        return effect
    }

    /// An operator who wanted a node stopped or disabled wants it also where the first attempt failed.
    private var keepsWishAfterFailure: Bool { setBy == .operator && (verb == .stop || verb == .disable) }

    /// A number or port that somebody else has is no fault of the node: the next one is tried.
    private func countsAgainstNode(_ report: ActionReport) -> Bool {
        let isTaken = report.fault == .portTaken || report.fault == .exists
        return !(isTaken && (verb == .add || verb == .restore)) && report.fault != .lostLease
    }

    private func binary(_ report: ActionReport) -> String {
        request.source?.sha256 ?? report.facts[ActionFact.binaryHash]?.text ?? ""
    }

    private func reason(_ report: ActionReport) -> String {
        let text = report.message ?? report.fault?.rawValue ?? "failed"
        return report.step.map { "\($0): \(text)" } ?? text
    }

    private func wish(_ goal: DesiredState.Goal, since: Timestamp) -> DesiredState {
        DesiredState(goal: goal, setBy: setBy, since: since, until: wishUntil, reason: reason)
    }

    /// What should be of the node from now on; `nil` where the verb says nothing about that.
    private var goal: DesiredState.Goal? {
        switch verb {
        case .add, .start, .restart, .restore, .enable: .running
        case .upgrade: wishBefore == nil ? .running : nil
        case .stop: .stopped
        case .disable: .disabled
        case .remove: .absent
        case .takeOver, .giveBack: nil
        }
    }

    private var openVerb: OpenAction.Verb? {
        switch verb {
        case .add, .start, .restore: .start
        case .restart: .restart
        case .upgrade: .upgrade
        case .remove: .remove
        case .stop, .disable, .enable, .takeOver, .giveBack: nil
        }
    }

    /// When the node's status shows the action no longer although no outcome came: all that it may take, and the
    /// time to settle.
    private func longestEnd(from start: Timestamp) -> Timestamp {
        let gate = request.gate.map { $0.within + $0.holdFor } ?? 0
        return start.advanced(by: .milliseconds(request.deadline + gate + settle))
    }

    /// A node as its specification describes it, before any survey.
    private static func observation(of spec: NodeSpec, _ report: ActionReport) -> NodeObservation {
        var node = NodeObservation(kind: spec.kind, name: spec.name, key: spec.dataDirectory)
        node.fields[NodeField.number] = spec.number.map { .integer($0) }
        node.fields[NodeField.dataDirectory] = .text(spec.dataDirectory)
        node.fields[NodeField.logDirectory] = spec.logDirectory.map { .text($0) }
        node.fields[NodeField.binary] = .text(spec.binary)
        node.fields[NodeField.user] = spec.user.map { .text($0) }
        node.fields[NodeField.rewardsAddress] = spec.rewardsAddress.map { .text($0) }
        for claim in spec.ports { node.fields[claim.field] = .integer(Int64(claim.port)) }
        node.fields[NodeField.version] = report.facts[ActionFact.version]
        return node
    }
}

extension ActionReport.Ending {
    /// The state in which it leaves the entry.
    package var state: LedgerState {
        switch self {
        case .done: .done
        case .failed: .failed
        case .stale: .stale
        case .refused: .refused
        case .unknown: .unknown
        // Sent without arriving: whether to ask again is a new decision.
        case .notBegun: .cancelled
        }
    }
}
