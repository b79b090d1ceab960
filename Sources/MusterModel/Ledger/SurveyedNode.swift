/// What one complete survey proves of one node, for actions whose end nobody reported.
struct SurveyedNode {
    enum State: Equatable {
        /// A process runs; where it was seen, it is the one that the action was decided on, or another.
        case up(isSame: Bool?)
        case down
        /// No source shows it, and every source that ever did was looked at whole.
        case absent
        case unclear
    }

    let state: State
    /// What the survey shows; `nil` where it does not show the node.
    let shown: NodeObservation?

    /// - Parameter record: the node's record with the survey taken in; `nil` where there is none.
    init(_ record: NodeRecord?, in survey: Survey, basis: ActionBasis) {
        guard survey.complete else {
            state = .unclear
            shown = nil
            return
        }
        guard let record, record.missingSince == nil else {
            state = Self.isAbsent(record, in: survey) ? .absent : .unclear
            shown = nil
            return
        }
        shown = record.observation
        state = Self.state(of: record.observation, in: survey, basis: basis)
    }

    private static func state(of node: NodeObservation, in survey: Survey, basis: ActionBasis) -> State {
        if let process = node.processes.first {
            guard survey.facts.bootID == basis.bootID else { return .up(isSame: false) }
            guard let pid = basis.pid else { return .up(isSame: basis.isRunning == false ? false : nil) }
            let isSame = pid == process.pid && basis.startedAfterBoot.map { $0 == process.startedAfterBoot } ?? true
            return .up(isSame: isSame)
        }
        switch node.unit?.activeState {
        case "inactive", "failed": return sawProcesses(of: node.kind, in: survey) ? .down : .unclear
        // On its way from one state to another: the next survey will tell.
        case .some: return .unclear
        case nil: return sawProcesses(of: node.kind, in: survey) ? .down : .unclear
        }
    }

    private static func sawProcesses(of kind: String, in survey: Survey) -> Bool {
        let reports = survey.sources.filter { $0.kind == kind && $0.id.hasPrefix("process") }
        // A kind without such a source is known by its units alone.
        return reports.allSatisfy { $0.outcome == .complete } && survey.sources.contains { $0.kind == kind }
    }

    private static func isAbsent(_ record: NodeRecord?, in survey: Survey) -> Bool {
        guard let record else {
            return survey.sources.allSatisfy { $0.outcome == .complete || $0.outcome == .notPresent }
        }
        return record.provenance.allSatisfy { id, uid in
            survey.sources.contains {
                $0.kind == record.kind && $0.id == id && $0.outcome == .complete && ($0.uid == 0 || $0.uid == uid)
            }
        }
    }
}
