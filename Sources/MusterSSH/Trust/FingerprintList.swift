import MusterModel

/// Fingerprints that an operator vouches for, from a file: `HOST SHA256:…` on each line.
///
/// HOST is written as in known_hosts: a name or address, `[host]:port` for another port than 22. A host may have
/// several lines. Empty lines and what follows a `#` are skipped. Any other line makes the whole file an error.
package struct FingerprintList: Hashable, Sendable {
    private var fingerprints: [String: Set<Fingerprint>] = [:]

    package init(_ content: [UInt8], path: String) throws(FingerprintListError) {
        var number = 0
        for line in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let text = String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
            let fields = text.split(whereSeparator: \.isWhitespace)
            if fields.isEmpty { continue }
            guard fields.count == 2, let fingerprint = Fingerprint(fields[1]) else {
                throw .notAFingerprint(at: FilePlace(path: path, line: number))
            }
            fingerprints[fields[0].lowercased(), default: []].insert(fingerprint)
        }
    }

    package var hosts: [String] { fingerprints.keys.sorted() }

    package func vouches(for key: PublicKey, of host: HostKeyName) -> Bool {
        fingerprints[host.text]?.contains(key.fingerprint) ?? false
    }
}

package enum FingerprintListError: Error, Hashable, UserFacingError {
    case notAFingerprint(at: FilePlace)

    package var message: String {
        switch self {
        case .notAFingerprint(let place): "\(place): not a host and its SHA256 fingerprint"
        }
    }

    package var fix: String? {
        "write one `HOST SHA256:…` per line, as `ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub` on the host prints it"
    }
}
