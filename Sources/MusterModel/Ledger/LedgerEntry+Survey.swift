extension LedgerEntry {
    /// What a survey says of the end of an action that its agent could not tell; `nil` while it does not say.
    ///
    /// Pure. The survey must be complete and have begun after the agent answered `unknown`; nothing is ever run again.
    /// The report goes the way of an agent's: ``effect(of:at:)``.
    /// - Parameter record: the node's record with the survey taken in; `nil` where there is none.
    package func resolution(by survey: Survey, of record: NodeRecord?) -> ActionReport? {
        guard state == .unknown, survey.complete else { return nil }
        if node == nil { return resolveHost(survey) }
        let node = SurveyedNode(record, in: survey, basis: request.basis)
        if node.state == .unclear { return nil }
        return switch verb {
        case .add, .restore, .start: resolveStart(node)
        case .restart: resolveRestart(node)
        case .stop, .disable: resolveStop(node)
        case .enable: resolveEnable(node)
        case .upgrade: resolveUpgrade(node)
        case .remove: resolveRemove(node)
        case .takeOver, .giveBack: nil
        }
    }

    private func done(_ facts: [String: Scalar] = [:]) -> ActionReport {
        ActionReport(id: id, ending: .done, step: "survey", message: "found done by a survey", facts: facts)
    }

    private func failed(_ message: String, _ facts: [String: Scalar] = [:]) -> ActionReport {
        ActionReport(id: id, ending: .failed, fault: .ended, step: "survey", message: message, facts: facts)
    }

    private func resolveStart(_ node: SurveyedNode) -> ActionReport? {
        switch node.state {
        case .up: done(facts(node))
        case .down: verb == .start ? failed("it does not run") : madeOnly
        case .absent: failed("it is not there")
        case .unclear: nil
        }
    }

    /// What a reboot left of an `add`: the node is there and is ours; starting it is another decision.
    private var madeOnly: ActionReport {
        ActionReport(id: id, ending: .done, step: "survey", message: "found made by a survey, and not running")
    }

    private func resolveRestart(_ node: SurveyedNode) -> ActionReport? {
        switch node.state {
        case .up(isSame: true): failed("the process of before still runs")
        case .up: done(facts(node))
        case .down: failed("it was stopped and does not run")
        case .absent: failed("it is not there")
        case .unclear: nil
        }
    }

    private func resolveStop(_ node: SurveyedNode) -> ActionReport? {
        switch node.state {
        case .up(isSame: true): failed("the process of before still runs")
        case .up: failed("it runs")
        case .absent: failed("it is not there")
        case .down where verb == .disable && Self.startsAtBoot(node): failed("it is stopped and still enabled")
        case .down: done()
        case .unclear: nil
        }
    }

    private func resolveEnable(_ node: SurveyedNode) -> ActionReport? {
        if node.state == .absent { return failed("it is not there") }
        let isClosed = ["disabled", "masked"].contains(node.shown?.unit?.fileState)
        return isClosed && request.node?.startAtBoot ?? true ? failed("it is still disabled") : done()
    }

    private static func startsAtBoot(_ node: SurveyedNode) -> Bool { node.shown?.unit?.fileState == "enabled" }

    /// A version alone does not pass the gate, but the binary is not judged by a gate that nobody kept.
    private func resolveUpgrade(_ node: SurveyedNode) -> ActionReport? {
        guard case .up(let isSame) = node.state else {
            return failed(node.state == .absent ? "it is not there" : "it does not run")
        }
        if isSame == true { return failed("the process of before still runs") }
        let version = node.shown?.fields[NodeField.version]?.text
        guard let wanted = request.source?.version else { return isSame == false ? done(facts(node)) : nil }
        guard let version else { return nil }
        return version == wanted ? done(facts(node)) : failed("it runs version \(version)", facts(node))
    }

    private func resolveRemove(_ node: SurveyedNode) -> ActionReport? {
        switch node.state {
        case .absent: done()
        case .up: failed("it runs")
        case .down: failed("it is stopped and still there")
        case .unclear: nil
        }
    }

    private func resolveHost(_ survey: Survey) -> ActionReport? {
        guard let wanted = request.foreign else {
            // Of archives no survey tells; either way it may be done again.
            return verb == .giveBack ? done() : failed("whether space is reserved is not known: adopt the host again")
        }
        guard let foreign = survey.foreign else { return nil }
        let isAlive = foreign.contains { $0.name == wanted.name && $0.path == wanted.path }
        switch verb {
        case .takeOver: return isAlive ? failed("\(wanted.path) still keeps it alive") : done()
        case .giveBack: return isAlive ? done() : failed("\(wanted.path) was not brought back")
        default: return nil
        }
    }

    private func facts(_ node: SurveyedNode) -> [String: Scalar] {
        var facts: [String: Scalar] = [:]
        facts[ActionFact.version] = node.shown?.fields[NodeField.version]
        facts[ActionFact.pid] = node.shown?.processes.first.map { .integer(Int64($0.pid)) }
        return facts
    }
}
