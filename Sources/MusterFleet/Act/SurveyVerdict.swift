package import MusterModel

/// What a complete survey says about an action whose end nobody knows.
package enum SurveyVerdict: Hashable, Sendable {
    case reached
    case notReached
    /// The evidence does not tell.
    case undecided
}

extension SurveyVerdict {
    /// - Parameters:
    ///   - node: the action's node as the survey left it; `nil` where it is not there.
    ///   - foreign: other managers that are alive on the host; `nil` where nobody looked.
    package init(on request: ActionRequest, node: NodeRecord?, foreign: [ForeignManager]?) {
        switch request.verb {
        case .takeOver: self = Self.presence(of: request.foreign, in: foreign, wanted: false)
        case .giveBack: self = Self.presence(of: request.foreign, in: foreign, wanted: true)
        case .remove: self = node.map { Self.removal($0) } ?? .reached
        case .add, .restore, .start, .restart, .upgrade, .stop, .disable, .enable:
            guard let node else {
                self = .notReached
                return
            }
            self = Self.verdict(on: request, node)
        }
    }

    private static func presence(
        of manager: ForeignManager?, in found: [ForeignManager]?, wanted: Bool
    ) -> SurveyVerdict {
        guard let manager, let found else { return .undecided }
        return found.contains { $0.path == manager.path && $0.name == manager.name } == wanted ? .reached : .notReached
    }

    private static func removal(_ node: NodeRecord) -> SurveyVerdict {
        if node.missingSince != nil { return .undecided }
        return node.observation.directory?.presence == .absent ? .reached : .notReached
    }

    private static func verdict(on request: ActionRequest, _ node: NodeRecord) -> SurveyVerdict {
        guard node.missingSince == nil else { return .undecided }
        let process = node.observation.processes.first
        let runs = process != nil || node.observation.unit?.mainPID != nil
        switch request.verb {
        case .add, .restore, .start: return runs ? .reached : .notReached
        case .stop: return runs ? .notReached : .reached
        case .disable: return runs || node.observation.unit?.fileState == "enabled" ? .notReached : .reached
        case .enable: return node.observation.unit?.fileState == "disabled" ? .notReached : .reached
        case .restart: return runs && isAnother(process, than: request.basis) ? .reached : .notReached
        case .upgrade:
            guard runs else { return .notReached }
            guard let wanted = request.source?.version.flatMap({ ReleaseVersion($0) }) else {
                return isAnother(process, than: request.basis) ? .reached : .notReached
            }
            let version = (node.observation.fields[NodeField.version]?.text).flatMap { ReleaseVersion($0) }
            return version.map { $0 == wanted ? .reached : .notReached } ?? .undecided
        case .remove, .takeOver, .giveBack: return .undecided
        }
    }

    private static func isAnother(_ process: ProcessEvidence?, than basis: ActionBasis) -> Bool {
        guard let process, let pid = basis.pid else { return true }
        return process.pid != pid || process.startedAfterBoot != basis.startedAfterBoot
    }
}
