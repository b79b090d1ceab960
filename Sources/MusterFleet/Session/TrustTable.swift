import MusterSSH

/// The known_hosts files of a run, each set of them read once.
actor TrustTable {
    private var tables: [[String]: KnownHosts] = [:]

    func table(_ files: [String]) throws -> KnownHosts {
        if let table = tables[files] { return table }
        let table = try KnownHosts.read(files)
        tables[files] = table
        return table
    }
}

/// Judges a host's key by all names under which it may be listed.
struct HostKeyJudge: Sendable {
    /// The one that messages show goes first.
    let names: [HostKeyName]
    let known: KnownHosts

    /// A refusal under any name counts; else one name under which it is listed suffices.
    func verdict(on key: PublicKey) -> HostKeyVerdict {
        let verdicts = names.map { known.verdict(on: key, of: $0) }
        let refusal = verdicts.first { verdict in
            switch verdict {
            case .changed, .revoked: true
            case .trusted, .unknown, .certificateAuthorityOnly: false
            }
        }
        return refusal ?? (verdicts.contains(.trusted) ? .trusted : verdicts.first ?? .unknown(others: []))
    }

    var verify: HostKeyVerifier {
        { key throws(HostKeyError) in
            guard let name = names.first, let error = HostKeyError(verdict(on: key), on: key, of: name) else { return }
            throw error
        }
    }
}
