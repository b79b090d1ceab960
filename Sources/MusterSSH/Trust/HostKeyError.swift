import MusterModel

/// Why a host's key was not accepted.
package struct HostKeyError: Error, Hashable, UserFacingError {
    package let host: HostKeyName
    package let key: PublicKey
    package let reason: Reason

    package enum Reason: Hashable, Sendable {
        case unknown(others: [KnownKey])
        case changed(expected: [KnownKey])
        case revoked(at: FilePlace)
        case certificateAuthorityOnly(at: FilePlace)
    }

    /// `nil` if the verdict is that the key is trusted.
    package init?(_ verdict: HostKeyVerdict, on key: PublicKey, of host: HostKeyName) {
        switch verdict {
        case .trusted: return nil
        case .unknown(let others): reason = .unknown(others: others)
        case .changed(let expected): reason = .changed(expected: expected)
        case .revoked(let place): reason = .revoked(at: place)
        case .certificateAuthorityOnly(let place): reason = .certificateAuthorityOnly(at: place)
        }
        self.host = host
        self.key = key
    }

    package var message: String {
        let shown = "\(key.type) \(key.fingerprint)"
        return switch reason {
        case .unknown(let others) where others.isEmpty:
            "the host key of \(host) is not known: it shows \(shown)"
        case .unknown(let others):
            "the host key of \(host) is not known: it shows \(shown), known_hosts has only \(Self.list(others))"
        case .changed(let expected):
            "the host key of \(host) has CHANGED: it shows \(shown), known_hosts has \(Self.list(expected))"
        case .revoked(let place):
            "the host key of \(host) is revoked in \(place): \(shown)"
        case .certificateAuthorityOnly(let place):
            "\(host) is known only by a certificate authority (\(place)), and host certificates are not supported"
        }
    }

    package var fix: String? {
        switch reason {
        case .unknown: "compare the fingerprint with the host's own, then run `muster trust`"
        case .changed(let expected):
            "find out why; if the host was rebuilt, run `\(removal(expected))`, then `muster trust`"
        case .revoked: "do not connect until the host has a new key"
        case .certificateAuthorityOnly: "run `muster trust` to add the host's own key"
        }
    }

    private func removal(_ expected: [KnownKey]) -> String {
        let file = expected.first.map { " -f '\($0.place.path)'" } ?? ""
        return "ssh-keygen -R '\(host)'\(file)"
    }

    private static func list(_ keys: [KnownKey]) -> String {
        keys.map { "\($0.type) \($0.fingerprint) (\($0.place))" }.joined(separator: ", ")
    }
}
