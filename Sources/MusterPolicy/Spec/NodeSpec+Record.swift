package import MusterModel

extension NodeSpec {
    /// Describes a node that surveys know: unit, owner, directories and ports are its own, not the policy's.
    ///
    /// Its command line is only rebuilt for a plain process, which no unit file remembers.
    package init(of record: NodeRecord, target: HostTarget, facts: HostFacts) throws(SpecError) {
        let node = record.observation
        let policy = target.policy
        let kind = target.kinds.first { $0.name == record.kind }
        guard let data = Self.dataDirectory(of: record) else {
            throw .lacking(node: record.id.name, field: NodeField.dataDirectory)
        }
        let manager: NodeManager =
            node.unit.map { unit in unit.managerUID.map { .systemdUser($0) } ?? .systemd } ?? .process
        let fields = node.fields
        let binary =
            fields[NodeField.binary]?.text ?? node.processes.first?.executable
            ?? kind?.launch.map { data.appendingPath($0.binary) }
        guard let binary else { throw .lacking(node: record.id.name, field: NodeField.binary) }
        var words = LaunchWords(kind: record.kind, number: fields[NodeField.number]?.whole, policy: policy)
        for name in LaunchWords.known { words.values[name] = fields[name]?.text }
        let storage = Self.storage(of: data, kind: record.kind, target: target, facts: facts)
        words.values["name"] = record.id.name
        words.values["data_dir"] = data
        words.values["shared_dir"] = storage.parentPath
        words.values["network"] = words.values["network"] ?? policy.text(.network, kind: record.kind)
        let isOwnUser = node.processes.first.map { $0.uid == facts.uid } ?? (facts.uid != 0)
        self.init(
            kind: record.kind, name: record.id.name, number: words.number, manager: manager, unit: node.unit?.name,
            user: Self.user(of: node, manager: manager, isOwn: isOwnUser, policy: policy), storage: storage,
            dataDirectory: data, logDirectory: fields[NodeField.logDirectory]?.text, binary: binary,
            arguments: manager == .process
                ? try kind?.launch.map { launch throws(SpecError) in
                    try words.arguments(launch)
                } ?? [] : [],
            environment: policy.environment(of: record.kind), ports: Self.ports(of: fields),
            rewardsAddress: fields[NodeField.rewardsAddress]?.text,
            identityFile: try kind?.identityFile.map { file throws(SpecError) in try words.expanded(file) },
            startAtBoot: policy.flag(.startAtBoot, kind: record.kind), firewall: policy.firewall(of: record.kind))
    }

    private static func dataDirectory(of record: NodeRecord) -> String? {
        let data = record.observation.fields[NodeField.dataDirectory]?.text ?? record.observation.directory?.path
        return data.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    private static func user(of node: NodeObservation, manager: NodeManager, isOwn: Bool, policy: Policy) -> String? {
        switch manager {
        case .systemd: node.unit?.user ?? node.fields[NodeField.user]?.text
        case .systemdUser: nil
        case .process: isOwn ? nil : node.processes.first?.user ?? policy.text(.nodeUser, kind: node.kind)
        }
    }

    /// The directory below which the node may be removed: the policy's, or a well-known one.
    ///
    /// Elsewhere it is the data directory itself, which is not below itself: such a node cannot be removed.
    private static func storage(of data: String, kind: String, target: HostTarget, facts: HostFacts) -> String {
        let written = target.policy.written(.nodeStorage, kind: kind)?.text
        if let storage = try? written?.expanded(home: facts.home), data.isBelow(storage), data != storage {
            return storage
        }
        if data.isBelow(NodePlace.systemStorage), data != NodePlace.systemStorage { return NodePlace.systemStorage }
        let users = String(NodePlace.userStorage.dropFirst(1))
        guard let place = data.firstRange(of: users + "/"), place.upperBound < data.endIndex else { return data }
        return String(data[..<place.lowerBound]) + users
    }

    /// Every field that is a port, in the order of its name.
    private static func ports(of fields: [String: Scalar]) -> [PortClaim] {
        fields.compactMap { name, value -> PortClaim? in
            guard name == NodeField.port || name.hasSuffix("_port") else { return nil }
            guard let port = value.whole.flatMap({ UInt16(exactly: $0) }), port > 0 else { return nil }
            let isPublic = name == NodeField.nodePort
            return PortClaim(field: name, port: port, transport: isPublic ? .udp : .tcp, isPublic: isPublic)
        }.sorted { $0.field < $1.field }
    }
}
