import MusterModel

/// Why there is no binary to use.
struct BinaryLack: Error {
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
    ) -> Result<BinarySource, BinaryLack> {
        guard var source = other ?? binaries[kind.name] ?? written(kind) else {
            return .failure(BinaryLack(message: SpecError.noBinary(kind: kind.name).message))
        }
        if let hash = source.sha256, quarantined.contains(hash), !again {
            return .failure(
                BinaryLack(message: "the binary \(hash.prefix(12)) failed a health gate and is quarantined"))
        }
        if source.sha256 == nil, !again, let said = source.version ?? version?.description,
            quarantined.contains(Quarantine.mark(ofVersion: said))
        {
            return .failure(
                BinaryLack(
                    message: "a binary of version \(said) failed a health gate, and the hash of this one is unknown")
            )
        }
        guard let version else { return .success(source) }
        if let known = source.version.flatMap({ ReleaseVersion($0) }), known < version {
            return .failure(BinaryLack(message: "the binary of \(kind.name) is \(known), below \(version)"))
        }
        source.version = source.version ?? version.description
        return .success(source)
    }

    /// The policy's path on the host; only for the kind that it is named after.
    private func written(_ kind: ServiceKind) -> BinarySource? {
        guard let path = target.policy.written(.antnodePath, kind: kind.name)?.text,
            let expanded = try? path.expanded(home: facts.home)
        else { return nil }
        return BinarySource(path: expanded)
    }
}
