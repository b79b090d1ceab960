import CSSH2

/// What two ends have to agree on before they can talk.
package enum AlgorithmKind: String, Sendable, CaseIterable {
    case keyExchange = "key exchange"
    case hostKey = "host key"
    case cipher
    case mac = "MAC"

    /// libssh2's numbers; ciphers and MACs have one for each direction.
    var methods: [Int32] {
        switch self {
        case .keyExchange: [LIBSSH2_METHOD_KEX]
        case .hostKey: [LIBSSH2_METHOD_HOSTKEY]
        case .cipher: [LIBSSH2_METHOD_CRYPT_CS, LIBSSH2_METHOD_CRYPT_SC]
        case .mac: [LIBSSH2_METHOD_MAC_CS, LIBSSH2_METHOD_MAC_SC]
        }
    }

    /// Modern ones only, those with the fewest round trips and the least work first; the library drops what it lacks.
    var preferred: [String] {
        switch self {
        case .keyExchange:
            [
                "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384",
                "ecdh-sha2-nistp521", "diffie-hellman-group14-sha256", "diffie-hellman-group16-sha512",
                "diffie-hellman-group18-sha512", "diffie-hellman-group-exchange-sha256",
            ]
        case .hostKey: []  // the caller's, by what known_hosts can confirm
        case .cipher: ["aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr"]
        case .mac:
            ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"]
        }
    }
}

/// One end's lists.
package struct AlgorithmOffer: Hashable, Sendable {
    private var lists: [AlgorithmKind: [String]] = [:]

    /// From the name-lists of SSH_MSG_KEXINIT; of the two directions the first stands for both.
    init?(_ message: inout BlobReader) {
        for kind in [AlgorithmKind.keyExchange, .hostKey, .cipher, .cipher, .mac, .mac] {
            guard let list = message.string() else { return nil }
            let names = String(decoding: list, as: UTF8.self).split(separator: ",").prefix(64).map(String.init)
            if lists[kind] == nil { lists[kind] = names }
        }
    }

    /// What we offer: the preferences as far as the library knows them.
    init(session: OpaquePointer, hostKeys: [String]) {
        for kind in AlgorithmKind.allCases {
            let known = Self.supported(kind, session)
            lists[kind] = (kind == .hostKey ? hostKeys : kind.preferred).filter(known.contains)
        }
    }

    package func names(_ kind: AlgorithmKind) -> [String] { lists[kind] ?? [] }

    /// The first kind for which there is nothing in common.
    func firstClash(with other: AlgorithmOffer) -> AlgorithmKind? {
        AlgorithmKind.allCases.first { Set(names($0)).isDisjoint(with: other.names($0)) }
    }

    private static func supported(_ kind: AlgorithmKind, _ session: OpaquePointer) -> Set<String> {
        var list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        let count = libssh2_session_supported_algs(session, kind.methods[0], &list)
        guard count > 0, let list else { return [] }
        defer { libssh2_free(session, list) }
        return Set((0..<Int(count)).compactMap { list[$0].map { String(cString: $0) } })
    }
}

extension AlgorithmOffer {
    /// Tells the library; false if it knows none of a kind.
    func apply(to session: OpaquePointer) -> Bool {
        AlgorithmKind.allCases.allSatisfy { kind in
            let list = names(kind).joined(separator: ",")
            return kind.methods.allSatisfy { libssh2_session_method_pref(session, $0, list) == 0 }
        }
    }
}
