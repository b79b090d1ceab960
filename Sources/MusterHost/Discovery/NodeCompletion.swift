import MusterIO
import MusterModel

/// Turns findings into nodes, and adds what disks, processes, programs and the nodes themselves say.
struct NodeCompletion: Sendable {
    let root: HostRoot
    let work: BlockingWork
    let mounts: MountTable
    let table: ProcessTable
    let versions: VersionReader
    let prober: Prober
    let users: UserDatabase
    let deadline: Deadline

    /// A node that has not been asked yet.
    struct Draft: Sendable {
        var node: NodeObservation
        var kind: ServiceKind
    }

    func nodes(of kinds: [ServiceKind], from findings: [Finding]) async -> [Draft] {
        let resolved = await resolve(findings, kinds)
        var drafts = kinds.flatMap { kind in
            Merge.nodes(of: kind, from: findings, resolved: resolved).map { Draft(node: $0, kind: kind) }
        }
        await addMainProcesses(to: &drafts)
        for index in drafts.indices { nameUsers(&drafts[index].node) }
        await addFiles(to: &drafts)
        return drafts
    }

    // MARK: Paths

    /// Where the paths that nodes are told apart by lead to; a file system that does not answer leaves them as written.
    private func resolve(_ findings: [Finding], _ kinds: [ServiceKind]) async -> [String: String] {
        let keys = Dictionary(kinds.map { ($0.name, $0.mergeOn) }) { first, _ in first }
        let paths = Set(
            findings.compactMap { finding in
                keys[finding.kind].flatMap { finding.fields[$0]?.text }.flatMap { $0.hasPrefix("/") ? $0 : nil }
            })
        let byPlace = Dictionary(grouping: paths) { mounts.place(of: $0) }
        let root = root
        return await withTaskGroup(of: [(String, String)].self) { group in
            for (place, paths) in byPlace {
                group.addTask {
                    await work.run(at: place, until: patience) {
                        var looks = PathLooks(root)
                        return paths.map { ($0, looks.at($0).resolved) }
                    } ?? []
                }
            }
            return await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        }
    }

    /// File systems have a quarter of what is left, so that one that hangs leaves time for the probes.
    private var patience: Deadline {
        let now = prober.loop.now
        return now + deadline.since(now) / 4
    }

    // MARK: Files

    private func addFiles(to drafts: inout [Draft]) async {
        let byPlace = Dictionary(grouping: drafts.indices) {
            mounts.place(of: Self.directory(of: drafts[$0].node) ?? "/")
        }
        let snapshot = drafts
        let found = await withTaskGroup(of: [(Int, NodeFiles.Found?)].self) { group in
            for (place, indices) in byPlace {
                group.addTask {
                    let looks = await work.run(at: place, until: patience) {
                        var looks = PathLooks(root)
                        let isTight = DataSize.isTight(root.path(place))
                        return indices.map { index -> (Int, NodeFiles.Found?) in
                            (index, files(of: snapshot[index], measures: isTight, &looks))
                        }
                    }
                    return looks ?? indices.map { ($0, nil) }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        for (index, files) in found {
            let unseen = Self.directory(of: drafts[index].node).map { DirectoryEvidence(path: $0, presence: .unknown) }
            drafts[index].node.directory = files.map(\.directory) ?? unseen
            drafts[index].node.lastFailure = files?.lastFailure
            drafts[index].node.fields[NodeField.dataBytes] = files?.dataBytes.map { .integer($0) }
        }
    }

    private func files(of draft: Draft, measures: Bool, _ looks: inout PathLooks) -> NodeFiles.Found {
        var found = NodeFiles(
            root: root, mounts: mounts, identityFile: draft.kind.identityFile, failureFile: draft.kind.failureFile
        ).look(at: Self.directory(of: draft.node), fields: draft.node.fields, measures: measures, &looks)
        if let path = found.directory?.path, draft.node.unit == nil, draft.node.processes.isEmpty {
            found.directory?.processGone = RecordedProcess(root: root).isGone(below: looks.at(path).resolved)
        }
        return found
    }

    private static func directory(of node: NodeObservation) -> String? {
        node.fields[NodeField.dataDirectory]?.text
    }

    // MARK: Processes and users

    /// A unit's main process is evidence whatever its program is called.
    private func addMainProcesses(to drafts: inout [Draft]) async {
        let missing = drafts.indices.filter { drafts[$0].node.processes.isEmpty }
            .compactMap { index in drafts[index].node.unit?.mainPID.map { (index, $0) } }
        guard !missing.isEmpty else { return }
        let table = table
        let entries = await work.run(at: "/proc", until: patience) {
            missing.map { ($0.0, table.entry($0.1)?.evidence) }
        }
        for (index, process) in entries ?? [] {
            drafts[index].node.processes = [process].compactMap { $0 }
        }
    }

    private func nameUsers(_ node: inout NodeObservation) {
        for index in node.processes.indices {
            node.processes[index].user = users.user(node.processes[index].uid)?.name
        }
        if node.fields[NodeField.user] == nil, let user = node.processes.first?.user {
            node.fields[NodeField.user] = .text(user)
        }
    }

    // MARK: Probes and version

    func complete(_ draft: Draft) async -> NodeObservation {
        var node = draft.node
        var silentPorts: Set<UInt16> = []
        for probe in draft.kind.probes {
            let port = node.fields[probe.portField]?.whole.flatMap { UInt16(exactly: $0) }
            let answer = await ask(probe, port, silentPorts)
            if let port, answer.outcome.result == .timeout { silentPorts.insert(port) }
            node.probes.append(answer.outcome)
            node.take(answer.values, from: probe)
        }
        await addVersion(to: &node)
        return node
    }

    /// A node that let one probe time out is not waited for again.
    private func ask(_ probe: Probe, _ port: UInt16?, _ silent: Set<UInt16>) async -> Prober.Answer {
        if let port, silent.contains(port) {
            let detail = "not asked: the port had not answered in time"
            return Prober.Answer(outcome: ProbeOutcome(probe: probe.id, result: .timeout, detail: detail))
        }
        return await prober.ask(probe, port: port, until: deadline)
    }

    private func addVersion(to node: inout NodeObservation) async {
        guard node.fields[NodeField.version] == nil, let binary = node.fields[NodeField.binary]?.text else { return }
        let user = node.fields[NodeField.user].flatMap { users.user(named: $0.text) }
        let version = await versions.version(
            of: binary, node: user, place: mounts.place(of: binary), until: patience)
        node.fields[NodeField.version] = version.map(Scalar.text)
    }
}

extension NodeObservation {
    /// The node's own word outranks what was written down about it; a difference is kept.
    mutating func take(_ values: ProbeValues, from probe: Probe) {
        metrics.merge(values.metrics) { _, new in new }
        for (field, value) in values.fields {
            if let known = fields[field], known.text.lowercased() != value.text.lowercased() {
                disagree(on: field, [recorder(of: field): known.text, "probe:\(probe.id)": value.text])
            }
            fields[field] = value
        }
    }

    private mutating func disagree(on field: String, _ values: [String: String]) {
        if let place = disagreements.firstIndex(where: { $0.field == field }) {
            disagreements[place].values.merge(values) { known, _ in known }
        } else {
            disagreements.append(Disagreement(field: field, values: values))
        }
    }

    private func recorder(of field: String) -> String {
        registry.map { ReportID.registry($0.path) } ?? seenBy.first ?? "recorded"
    }
}
