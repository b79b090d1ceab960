import MusterFleet
import MusterModel
import MusterSSH

/// The keys that hosts showed, with what known_hosts say about each.
enum TrustTable {
    static func text(_ keys: [(host: HostName, key: ShownKey)]) -> String {
        let rows = keys.map { host, key in
            [host.text, key.address, "\(key.key.type)", "\(key.key.fingerprint)", word(key.verdict)]
        }
        return Columns.aligned([["HOST", "ADDRESS", "TYPE", "FINGERPRINT", "KNOWN"]] + rows)
    }

    static func members(_ key: ShownKey) -> [JSON.Member] {
        [
            JSON.Member("type", .string("\(key.key.type)")),
            JSON.Member("fingerprint", .string("\(key.key.fingerprint)")),
            JSON.Member("known", .string(word(key.verdict))),
        ]
    }

    private static func word(_ verdict: HostKeyVerdict) -> String {
        switch verdict {
        case .trusted: "yes"
        case .unknown(let others): others.isEmpty ? "new" : "new type"
        case .changed(let expected): "CHANGED, was \(expected.map { "\($0.key.fingerprint)" }.joined(separator: ", "))"
        case .revoked: "REVOKED"
        case .certificateAuthorityOnly: "by an authority only"
        }
    }
}

extension ShownKey {
    var canBeAdded: Bool {
        switch verdict {
        case .unknown, .certificateAuthorityOnly: true
        case .trusted, .changed, .revoked: false
        }
    }

    var isRefused: Bool {
        switch verdict {
        case .changed, .revoked: true
        case .trusted, .unknown, .certificateAuthorityOnly: false
        }
    }
}
