/// The curves of RFC 5656 that OpenSSH uses.
enum EllipticCurve: String, Hashable, Sendable, CaseIterable {
    case p256 = "nistp256"
    case p384 = "nistp384"
    case p521 = "nistp521"

    init?(keyType: KeyType) {
        guard let curve = Self.allCases.first(where: { $0.keyType == keyType }) else { return nil }
        self = curve
    }

    /// By libcrypto's name for it.
    init?(groupName: String) {
        guard let curve = Self.allCases.first(where: { $0.groupName == groupName }) else { return nil }
        self = curve
    }

    var keyType: KeyType {
        switch self {
        case .p256: .ecdsa256
        case .p384: .ecdsa384
        case .p521: .ecdsa521
        }
    }

    /// Of a coordinate or private number, in bytes.
    var size: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    /// The object identifier, as DER encodes its content (SEC 2, RFC 5480).
    var identifier: [UInt8] {
        switch self {
        case .p256: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
        case .p384: [0x2B, 0x81, 0x04, 0x00, 0x22]
        case .p521: [0x2B, 0x81, 0x04, 0x00, 0x23]
        }
    }

    private var groupName: String {
        switch self {
        case .p256: "prime256v1"
        case .p384: "secp384r1"
        case .p521: "secp521r1"
        }
    }
}
