/// One line of a known_hosts file that names hosts (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
struct KnownHostsLine: Sendable {
    enum Marker: Sendable {
        case plain
        case revoked
        case certificateAuthority
    }

    enum Names: Sendable {
        case patterns([HostPattern])
        case hashed(HashedName)
    }

    let marker: Marker
    let names: Names
    /// `nil` if the line is broken or holds a type that no key can have, as SSH-1's lines do.
    let key: PublicKey?

    /// `nil` for an empty line, a comment, and a line from which no names can be read.
    init?(_ line: ArraySlice<UInt8>) {
        var fields = line.split(maxSplits: 4, whereSeparator: Self.isBlank)[...]
        guard let first = fields.first, first.first != UInt8(ascii: "#") else { return nil }
        if first.first == UInt8(ascii: "@") {
            guard let marker = Self.marker(first) else { return nil }
            self.marker = marker
            fields = fields.dropFirst()
        } else {
            marker = .plain
        }
        guard let field = fields.popFirst(), let names = Self.names(field) else { return nil }
        self.names = names
        key = Self.key(fields)
    }

    private static func names(_ field: ArraySlice<UInt8>) -> Names? {
        if field.first == UInt8(ascii: "|") { return HashedName(field).map(Names.hashed) }
        return .patterns(field.split(separator: UInt8(ascii: ",")).map(HostPattern.init))
    }

    private static func key(_ fields: ArraySlice<ArraySlice<UInt8>>) -> PublicKey? {
        guard let type = fields.first, let base64 = fields.dropFirst().first else { return nil }
        return PublicKey(type: String(decoding: type, as: UTF8.self), base64: base64)
    }

    private static func marker(_ field: ArraySlice<UInt8>) -> Marker? {
        if field.elementsEqual("@revoked".utf8) { return .revoked }
        return field.elementsEqual("@cert-authority".utf8) ? .certificateAuthority : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
