package import MusterModel

/// What taking nodes of a host into management means, to be shown and asked for once.
package struct AdoptionPlan: Hashable, Sendable, Codable {
    package var host: HostName
    /// Nodes that become managed, in the order of their names, with what should be of each from then on.
    package var nodes: [Adopted]
    /// Nodes that stay as they are, with the reason.
    package var refused: [Deferral]
    /// Managers that are taken out of work first.
    package var foreign: [ForeignManager]
    /// Node storage by path, and the file system that holds it now.
    package var storage: [String: StorageIdentity]
    /// What forbids the adoption.
    package var guards: [Guard]

    package struct Adopted: Hashable, Sendable, Codable {
        package var node: NodeID
        package var manager: NodeManager
        /// A running node should run; one that stands still is started only when somebody says so.
        package var desired: DesiredState?

        package init(node: NodeID, manager: NodeManager, desired: DesiredState?) {
            self.node = node
            self.manager = manager
            self.desired = desired
        }
    }

    package init(
        host: HostName, nodes: [Adopted] = [], refused: [Deferral] = [], foreign: [ForeignManager] = [],
        storage: [String: StorageIdentity] = [:], guards: [Guard] = []
    ) {
        self.host = host
        self.nodes = nodes
        self.refused = refused
        self.foreign = foreign
        self.storage = storage
        self.guards = guards
    }
}

/// Plans the adoption of a host's nodes; a host that was adopted before is adopted anew.
///
/// - Parameters:
///   - names: of nodes; `nil` for all.
///   - foreign: managers that are alive on the host, which are taken over; without them a living one forbids it.
///   - disabled: nodes that another manager had disabled.
package func adoptionPlan(
    names: [String]?, on situation: Situation, foreign: [ForeignManager] = [], disabled: Set<String> = []
) -> AdoptionPlan {
    // Another controller is asked to let go of the host, by its operator: nobody takes that over.
    let removable = foreign.allSatisfy { !$0.isController } ? foreign : []
    var plan = AdoptionPlan(host: situation.target.name, foreign: removable)
    plan.guards = HostGuards(situation).all.filter { guardian in
        switch guardian.kind {
        case .foreignManager: removable.isEmpty
        case .hold: guardian.node == nil
        case .twin, .staleEvidence, .clockJump, .massChange, .notReached: true
        default: false
        }
    }
    plan.noteStorage(nodeStorage(of: situation.target, facts: situation.facts, nodes: []), in: situation)
    let census = Census(situation)
    let wanted = names.map { Set($0) }
    for view in census.nodes where wanted?.contains(census.name(view)) ?? true {
        plan.adopt(view, census: census, isNamed: wanted != nil, disabled: disabled)
    }
    let known = Set(census.nodes.map { census.name($0) })
    for name in names ?? [] where !known.contains(name) {
        plan.refused.append(Deferral(verb: .enable, node: name, because: "no node of that name is known on the host"))
    }
    plan.nodes.sort { $0.node < $1.node }
    return plan
}

extension AdoptionPlan {
    fileprivate mutating func adopt(_ view: NodeView, census: Census, isNamed: Bool, disabled: Set<String>) {
        let record = census.record(view)
        if record.managed {
            if isNamed { refuse(record, "it is managed already", isMet: true) }
            return
        }
        if view.status == .unknown { return refuse(record, "nothing certain is known of it now") }
        if record.observation.processes.count > 1 {
            return refuse(record, "\(record.observation.processes.count) processes run in its name")
        }
        do throws(SpecError) {
            let situation = census.situation
            let spec = try NodeSpec(of: record, target: situation.target, facts: situation.facts)
            nodes.append(
                Adopted(
                    node: record.id, manager: spec.manager,
                    desired: Self.desired(
                        record, view.status, isDisabled: disabled.contains(record.id.name), at: situation.now)))
            noteStorage([spec.storage], in: situation)
        } catch {
            refuse(record, error.message)
        }
    }

    private mutating func refuse(_ record: NodeRecord, _ because: String, isMet: Bool? = nil) {
        refused.append(Deferral(verb: .enable, node: record.id.name, because: because, isMet: isMet))
    }

    private static func desired(
        _ record: NodeRecord, _ status: NodeStatus, isDisabled: Bool, at now: Timestamp
    ) -> DesiredState? {
        if isDisabled {
            return DesiredState(
                goal: .disabled, setBy: .import, since: now, reason: "the manager before had disabled it")
        }
        switch status {
        case .running, .restarting, .upgrading, .migrating:
            return DesiredState(goal: .running, setBy: .operator, since: now, reason: "it ran when it was adopted")
        case .stopped, .removing, .disabled, .dead, .unknown: return record.desired
        }
    }

    fileprivate mutating func noteStorage(_ paths: [String], in situation: Situation) {
        for path in paths where storage[path] == nil {
            let holding = (situation.sample?.fileSystems ?? []).filter { path.isBelow($0.path) }
            guard let found = holding.max(by: { $0.path.utf8.count < $1.path.utf8.count }) else { continue }
            storage[path] = StorageIdentity(mountPoint: found.path, device: found.device)
        }
    }
}
