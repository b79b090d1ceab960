/// What a private key file holds.
enum KeyFileContent {
    case key(KeyHandle)
    /// The public half is known where the format keeps it in the clear.
    case encrypted(PublicKey?)
    case securityKey(PublicKey)
    case unsupported(PublicKey)
    case notAKey

    /// Reads OpenSSH's format or PEM, and wipes `text`.
    init(consuming text: consuming [UInt8]) {
        var text = text
        self = Self.openSSH(&text) ?? Self.pem(text)
        text.wipe()
    }

    private static func openSSH(_ text: inout [UInt8]) -> KeyFileContent? {
        guard var body = Armour.body(of: text, label: "OPENSSH PRIVATE KEY") else { return nil }
        defer { body.wipe() }
        guard var bytes = Base64.decode(body) else { return .notAKey }
        defer { bytes.wipe() }
        switch OpenSSHKeyFile.parse(bytes) {
        case .key(let handle): return .key(handle)
        case .encrypted(let key): return .encrypted(key)
        case .securityKey(let key): return .securityKey(key)
        case .unsupported(let key): return .unsupported(key)
        case nil: return .notAKey
        }
    }

    private static func pem(_ text: [UInt8]) -> KeyFileContent {
        if Armour.isEncryptedPEM(text) { return .encrypted(nil) }
        return KeyHandle(pem: text).map(KeyFileContent.key) ?? .notAKey
    }
}

/// The `-----BEGIN …-----` lines round a key.
private enum Armour {
    /// The base64 in between, without line ends.
    static func body(of text: [UInt8], label: String) -> [UInt8]? {
        let lines = text.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard let begin = lines.firstIndex(where: { $0.elementsEqual("-----BEGIN \(label)-----".utf8) }),
            let end = lines[begin...].firstIndex(where: { $0.elementsEqual("-----END \(label)-----".utf8) })
        else { return nil }
        var body: [UInt8] = []
        body.reserveCapacity(text.count)  // no reallocation leaves a copy behind
        for line in lines[(begin + 1)..<end] { body.append(contentsOf: line) }
        return body
    }

    /// PKCS#8 says so in its label, the older formats in a header (RFC 1421).
    static func isEncryptedPEM(_ text: [UInt8]) -> Bool {
        text.split(separator: UInt8(ascii: "\n")).contains { line in
            line.starts(with: "-----BEGIN ENCRYPTED PRIVATE KEY-----".utf8)
                || (line.starts(with: "Proc-Type:".utf8) && String(decoding: line, as: UTF8.self).contains("ENCRYPTED"))
        }
    }
}
