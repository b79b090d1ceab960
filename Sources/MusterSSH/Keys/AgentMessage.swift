/// The messages of the agent protocol that Muster speaks (draft-miller-ssh-agent).
enum AgentMessage {
    /// Numbers of messages, section 5.1.
    private enum Number {
        static let failure: UInt8 = 5
        static let requestIdentities: UInt8 = 11
        static let identitiesAnswer: UInt8 = 12
        static let signRequest: UInt8 = 13
        static let signResponse: UInt8 = 14
    }

    enum Signature: Equatable {
        case signature([UInt8])
        case declined
        case garbage
    }

    static let requestIdentities = framed([Number.requestIdentities])

    static func sign(_ data: [UInt8], key: PublicKey, algorithm: String) -> [UInt8] {
        var message = [Number.signRequest]
        message.appendString(key.blob)
        message.appendString(data)
        message.appendUInt32(flags(algorithm))
        return framed(message)
    }

    /// `nil` if it is no list of identities; a key that cannot be read is left out.
    static func identities(in message: [UInt8]) -> [(key: PublicKey, comment: String)]? {
        var reader = BlobReader(message)
        guard reader.byte() == Number.identitiesAnswer, let count = reader.uint32(), count <= identityLimit else {
            return nil
        }
        var identities: [(key: PublicKey, comment: String)] = []
        for _ in 0..<count {
            guard let blob = reader.string(), let comment = reader.string() else { return nil }
            if let key = PublicKey(blob: Array(blob)) { identities.append((key, printable(comment))) }
        }
        return identities
    }

    /// The signature as ``Signer`` hands it on.
    static func signature(in message: [UInt8], algorithm: String) -> Signature {
        var reader = BlobReader(message)
        let number = reader.byte()
        if number == Number.failure { return .declined }
        guard number == Number.signResponse, let blob = reader.string() else { return .garbage }
        reader = BlobReader(blob)
        guard reader.name() == algorithm else { return .garbage }
        if KeyType(name: algorithm).isSecurityKey { return .signature(Array(reader.rest)) }
        guard let signature = reader.string(), !signature.isEmpty, reader.isAtEnd else { return .garbage }
        return .signature(Array(signature))
    }

    /// RFC 8332: without a flag an agent signs RSA with SHA-1.
    private static func flags(_ algorithm: String) -> UInt32 {
        switch algorithm {
        case "rsa-sha2-256": 2
        case "rsa-sha2-512": 4
        default: 0
        }
    }

    private static func framed(_ message: [UInt8]) -> [UInt8] {
        var framed: [UInt8] = []
        framed.appendString(message)
        return framed
    }

    /// A comment is for messages, and comes from whoever filled the agent.
    private static func printable(_ comment: ArraySlice<UInt8>) -> String {
        let text = String(decoding: comment.prefix(200), as: UTF8.self)
        return String(text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
    }

    /// As many as OpenSSH's client accepts.
    private static let identityLimit: UInt32 = 2048
}

/// Collects an answer, which begins with its length.
struct AgentAnswer {
    private var bytes: [UInt8] = []

    mutating func append(_ more: [UInt8]) { bytes += more }

    /// False as soon as the answer is whole, or can never be one.
    var isIncomplete: Bool {
        guard let length else { return true }
        return length <= Self.limit && bytes.count < 4 + length
    }

    /// `nil` if there is no whole answer.
    var message: [UInt8]? {
        guard let length, (1...Self.limit).contains(length), bytes.count >= 4 + length else { return nil }
        return Array(bytes[4..<(4 + length)])
    }

    private var length: Int? {
        var reader = BlobReader(bytes)
        return reader.uint32().map(Int.init)
    }

    /// Bytes; OpenSSH's own limit.
    private static let limit = 256 << 10
}
