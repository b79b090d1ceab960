import MusterModel

/// What is missing for an action: completes `deferred because …`.
struct Lack: Error {
    let message: String
}

extension Situation {
    /// The binary that nodes of a kind are made from or brought to.
    ///
    /// - Parameters:
    ///   - version: which an upgrade must reach; `nil` takes what there is.
    ///   - other: what an operator named instead of what is known.
    ///   - again: takes a quarantined one too.
    func binary(
        for kind: ServiceKind, version: ReleaseVersion?, instead other: BinarySource? = nil, again: Bool = false
    ) -> Result<BinarySource, Lack> {
        guard var source = other ?? binaries[kind.name] ?? written(kind) else {
            return .failure(Lack(message: SpecError.noBinary(kind: kind.name).message))
        }
        if let hash = source.sha256, quarantined.contains(hash), !again {
            return .failure(
                Lack(message: "the binary \(hash.prefix(12)) failed a health gate and is quarantined; --again tries it")
            )
        }
        if source.sha256 == nil, !again {
            if let said = source.version ?? version?.description ?? versionRunning(from: source.path),
                quarantined.contains(Quarantine.mark(ofVersion: said))
            {
                let message = "a binary of version \(said) failed a health gate, and the hash of this one is unknown"
                return .failure(Lack(message: message))
            }
            // The agent sees what really lies there.
            source.barred = Quarantine.hashes(among: quarantined)
        }
        guard let version else { return .success(source) }
        if let known = source.version.flatMap({ ReleaseVersion($0) }), known < version {
            return .failure(Lack(message: "the binary of \(kind.name) is \(known), below \(version)"))
        }
        source.version = source.version ?? version.description
        return .success(source)
    }

    /// What a node says that was started from this very file, which nobody replaced since.
    private func versionRunning(from path: String) -> String? {
        let node = nodes.first { node in
            node.observation.processes.contains { $0.executable == path && !$0.executableReplaced }
        }
        return node?.observation.fields[NodeField.version]?.text
    }

    /// Why a node must not be started with the program that it has: completes `deferred because …`.
    ///
    /// By the hash of what the ledger put there, unless the node says another version since; else by its version.
    func quarantine(of node: NodeRecord) -> String? {
        guard !quarantined.isEmpty else { return nil }
        let version = node.observation.fields[NodeField.version]?.text
        if let program = programs[node.id.name], version == nil || program.version == nil || program.version == version
        {
            guard quarantined.contains(program.hash) else { return nil }
            return "its program \(program.hash.prefix(12)) failed a health gate and is under quarantine"
        }
        guard let version, quarantined.contains(Quarantine.mark(ofVersion: version)) else { return nil }
        return "a program of its version \(version) failed a health gate and is under quarantine"
    }

    /// The policy's path on the host; only for the kind that it is named after.
    private func written(_ kind: ServiceKind) -> BinarySource? {
        guard let path = target.policy.written(.antnodePath, kind: kind.name)?.text,
            let expanded = try? path.expanded(home: facts.home)
        else { return nil }
        return BinarySource(path: expanded)
    }
}
