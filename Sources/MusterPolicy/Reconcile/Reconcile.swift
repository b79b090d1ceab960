package import MusterModel

/// What was known of a host before a survey.
package struct HostMemory: Hashable, Sendable {
    package var machineID: String?
    package var bootID: String?
    package var nodes: [NodeRecord]

    package init(machineID: String? = nil, bootID: String? = nil, nodes: [NodeRecord] = []) {
        self.machineID = machineID
        self.bootID = bootID
        self.nodes = nodes
    }
}

/// What is known of it after.
package struct Reconciliation: Hashable, Sendable {
    /// All nodes that the host has or may have, in the order of their names.
    package var nodes: [NodeRecord]
    /// Nodes that are proven to be gone and that nobody manages: they leave the current view.
    package var gone: [NodeID]
    package var events: [FleetEvent]
}

/// Compares a survey with what was known, and says what is known now.
///
/// Pure. A node that the survey does not show is `UNKNOWN`, unless every source that ever showed it was looked at
/// whole, with no fewer rights, on the same machine, with the node's file system in place.
package func reconcile(
    _ memory: HostMemory, with survey: Survey, of host: HostName, at now: Timestamp
) -> Reconciliation {
    var pass = Pass(memory: memory, evidence: SurveyEvidence(survey), host: host, now: now)
    pass.noticeHost()
    // Keys first, over all nodes: a node that took another one's name must not take its history.
    let strangers = survey.nodes.filter { !pass.observe($0, as: { $0.key == $1.key }) }
    for observation in strangers where !pass.observe(observation, as: { $0.id.name == $1.name }) {
        pass.meet(observation)
    }
    for record in pass.unseen { pass.miss(record) }
    return Reconciliation(
        nodes: pass.nodes.sorted { $0.id < $1.id }, gone: pass.gone.sorted(), events: pass.events)
}

/// One run over one survey.
private struct Pass {
    let memory: HostMemory
    let evidence: SurveyEvidence
    let host: HostName
    let now: Timestamp
    let sameBoot: Bool
    let sameMachine: Bool
    var unseen: [NodeRecord]
    var nodes: [NodeRecord] = []
    var gone: [NodeID] = []
    var events: [FleetEvent] = []

    init(memory: HostMemory, evidence: SurveyEvidence, host: HostName, now: Timestamp) {
        self.memory = memory
        self.evidence = evidence
        self.host = host
        self.now = now
        let facts = evidence.survey.facts
        sameBoot = memory.bootID == facts.bootID
        sameMachine = memory.machineID == nil || memory.machineID == facts.machineID
        unseen = memory.nodes
    }

    mutating func note(_ kind: FleetEvent.Kind, _ text: String, node: String? = nil, after: String? = nil) {
        events.append(FleetEvent(at: now, host: host, node: node, kind: kind, text: text, after: after))
    }

    mutating func note(_ kind: FleetEvent.Kind, from before: String, to after: String, node: String) {
        events.append(
            FleetEvent(
                at: now, host: host, node: node, kind: kind, text: "\(before) → \(after)", before: before,
                after: after))
    }

    mutating func noticeHost() {
        if !sameMachine { note(.machineChanged, "another machine answers under this name") }
        if memory.bootID != nil, !sameBoot { note(.hostRebooted, "the host was started anew") }
    }

    /// Updates the known node of that kind that `isSame` finds; false if there is none.
    mutating func observe(
        _ observation: NodeObservation, as isSame: (NodeRecord, NodeObservation) -> Bool
    ) -> Bool {
        guard let index = unseen.firstIndex(where: { $0.kind == observation.kind && isSame($0, observation) }) else {
            return false
        }
        let previous = unseen.remove(at: index)
        let record = updated(previous, by: observation)
        noteChanges(from: previous, to: record)
        nodes.append(record)
        return true
    }

    /// Takes in a node that was never seen before.
    mutating func meet(_ observation: NodeObservation) {
        let record = updated(nil, by: observation)
        note(.nodeAppeared, record.status.rawValue, node: record.id.name, after: record.status.rawValue)
        nodes.append(record)
    }

    /// The observed name, with a suffix where another node of the host already has it.
    private func uniqueName(_ name: String) -> String {
        let taken = Set((nodes + unseen).map(\.id.name))
        guard taken.contains(name) else { return name }
        let suffix = (2...).first { !taken.contains("\(name)~\($0)") } ?? 0
        return "\(name)~\(suffix)"
    }

    private func updated(_ previous: NodeRecord?, by observation: NodeObservation) -> NodeRecord {
        var record =
            previous
            ?? NodeRecord(
                id: NodeID(host: host, name: uniqueName(observation.name)), kind: observation.kind,
                key: observation.key,
                status: .unknown, evidenceAt: now, firstSeenAt: now, observation: observation)
        let moved = hasMoved(from: previous?.observation, to: observation, sameBoot: sameBoot)
        record.key = observation.key
        record.missingSince = nil
        record.createdAt = record.createdAt ?? creation(of: observation)
        record.startMoves = moved && record.open == nil ? record.startMoves + 1 : 0
        record.noticeStorage(observation.directory, lacksRoot: lacksRoot(observation), sameMachine: sameMachine)
        record.remember(evidence.survey.sources, of: observation)
        record.recordedAddress = record.recordedAddress ?? observation.shownAddresses.first
        record.earn(by: observation, bootID: evidence.survey.facts.bootID)
        record.observation = previous.map { observation.keeping($0.observation) } ?? observation
        let observed = observedStatus(
            of: observation, in: evidence, rootAbsences: record.rootAbsences, startMoves: record.startMoves)
        record.conclude(observed, at: now)
        return record
    }

    /// When the identity was made, by the controller's clock: the host's own may be wrong, its age is not.
    private func creation(of node: NodeObservation) -> Timestamp? {
        guard let changed = node.directory?.identityChanged else { return nil }
        return now.advanced(by: .zero - evidence.survey.sample.clock.wall.since(changed))
    }

    private mutating func noteChanges(from previous: NodeRecord, to record: NodeRecord) {
        let name = record.id.name
        if previous.missingSince != nil { note(.nodeReturned, "surveys show it again", node: name) }
        if previous.status != record.status {
            note(.statusChanged, from: previous.status.rawValue, to: record.status.rawValue, node: name)
        }
        if record.startMoves > 0 { note(.nodeRestarted, "another process than before", node: name) }
        for (field, kind) in Self.watchedFields {
            let before = previous.observation.fields[field]?.text
            let after = record.observation.fields[field]?.text
            if let before, let after, before.lowercased() != after.lowercased() {
                note(kind, from: before, to: after, node: name)
            }
        }
    }

    private static let watchedFields: [(String, FleetEvent.Kind)] = [
        (NodeField.version, .versionChanged), (NodeField.peerID, .peerChanged),
        (NodeField.rewardsAddress, .addressChanged),
    ]

    /// A known node that this survey does not show.
    mutating func miss(_ previous: NodeRecord) {
        guard evidence.survey.complete else {
            nodes.append(previous)
            return
        }
        if isProvenAbsent(previous), !previous.managed {
            gone.append(previous.id)
            note(.nodeGone, "no source shows it any more", node: previous.id.name)
            return
        }
        var record = previous
        if record.missingSince == nil {
            record.missingSince = now
            note(.nodeMissing, "the survey does not show it", node: record.id.name)
        }
        record.startMoves = 0
        record.conclude(ObservedStatus(status: .unknown), at: now)
        nodes.append(record)
    }

    private func isProvenAbsent(_ record: NodeRecord) -> Bool {
        guard sameMachine, !record.provenance.isEmpty else { return false }
        if let storage = record.storage, !evidence.isMounted(storage) { return false }
        return record.provenance.allSatisfy { evidence.isComplete($0.key, kind: record.kind, rightsOf: $0.value) }
    }
}

extension NodeRecord {
    /// Sets the printed status; the last one that was certain stays beside UNKNOWN.
    fileprivate mutating func conclude(_ observed: ObservedStatus, at now: Timestamp) {
        let reached = open?.isReached(by: observed) ?? false
        let shown = overlay(observed, desired: desired, open: open, reachedGoal: reached, at: now)
        if shown.status != .unknown {
            lastKnownStatus = shown.status
            evidenceAt = now
        }
        status = shown.status
        health = shown.health
    }

    /// Counts absences of the root on the file system that held it; any other file system there proves nothing.
    fileprivate mutating func noticeStorage(_ directory: DirectoryEvidence?, lacksRoot: Bool, sameMachine: Bool) {
        let found = directory.flatMap { seen in
            seen.mountPoint.flatMap { mount in seen.device.map { StorageIdentity(mountPoint: mount, device: $0) } }
        }
        guard lacksRoot else {
            rootAbsences = 0
            if directory?.presence == .present { storage = found ?? storage }
            return
        }
        // Where it was never seen nobody knows which file system lacks it: a disk may be unmounted.
        rootAbsences = sameMachine && found != nil && found == storage ? rootAbsences + 1 : 0
    }

    fileprivate mutating func remember(_ sources: [SourceReport], of node: NodeObservation) {
        for id in node.seenBy {
            guard let report = sources.first(where: { $0.kind == node.kind && $0.id == id }) else { continue }
            provenance[id] = min(provenance[id] ?? report.uid, report.uid)
        }
    }
}
