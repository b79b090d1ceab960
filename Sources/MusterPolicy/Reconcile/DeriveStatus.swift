import MusterModel

/// A status as evidence gives it, before desire and open actions are laid over it.
struct ObservedStatus: Equatable {
    var status: NodeStatus
    var health: NodeHealth?
}

/// Says what one observation proves; the table of statuses in `docs/discovery.md` is this function.
///
/// `rootAbsences` and `startMoves` count earlier surveys in a row, this one included.
func observedStatus(
    of node: NodeObservation, in evidence: SurveyEvidence, rootAbsences: Int, startMoves: Int
) -> ObservedStatus {
    if isRestartLoop(node.unit) || startMoves >= 2 {
        return ObservedStatus(status: .restarting, health: .crashLoop)
    }
    if isProcessUp(node) {
        return ObservedStatus(status: .running, health: health(of: node))
    }
    if lacksRoot(node) {
        return ObservedStatus(status: rootAbsences >= 2 ? .dead : .unknown)
    }
    if node.directory?.presence == .unknown {
        return ObservedStatus(status: .unknown)
    }
    return ObservedStatus(status: isProvenStopped(node, in: evidence) ? .stopped : .unknown)
}

/// A root directory that is gone while a unit or a registry still names it.
func lacksRoot(_ node: NodeObservation) -> Bool {
    node.directory?.presence == .absent && (node.unit != nil || node.registry != nil)
}

/// A process that was seen, or one that its manager vouches for.
func isProcessUp(_ node: NodeObservation) -> Bool {
    if !node.processes.isEmpty { return true }
    guard let unit = node.unit, unit.mainPID != nil else { return false }
    return ["active", "activating", "reloading", "refreshing", "deactivating"].contains(unit.activeState)
}

private func isRestartLoop(_ unit: UnitEvidence?) -> Bool {
    unit?.activeState == "activating" && unit?.subState == "auto-restart"
}

private func health(of node: NodeObservation) -> NodeHealth {
    let asked = node.probes.filter { $0.result != .notConfigured }
    if asked.isEmpty { return .noProbe }
    return asked.contains { $0.result == .answered } ? .answering : .notAnswering
}

/// No process was found, by somebody who would have found one.
private func isProvenStopped(_ node: NodeObservation, in evidence: SurveyEvidence) -> Bool {
    if let unit = node.unit, unit.activeState != nil {
        let isInactive = unit.activeState == "inactive" || unit.activeState == "failed"
        return isInactive && evidence.sawUnit(unit, kind: node.kind)
    }
    if evidence.sawAllProcesses(kind: node.kind) { return true }
    return node.unit == nil && node.directory?.processGone == true && evidence.sawProcesses(kind: node.kind)
}
