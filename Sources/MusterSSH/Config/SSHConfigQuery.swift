/// What is asked about one host: the name to look up, and what the inventory already decides.
package struct SSHConfigQuery: Hashable, Sendable {
    package let host: String
    package let user: String?
    package let port: UInt16?

    /// A name that `ssh` or a shell behind it could take for something else is refused.
    package init(host: String, user: String? = nil, port: UInt16? = nil) throws(SSHConfigError) {
        guard Self.isHost(host) else { throw .badName(host) }
        if let user, !Self.isUser(user) { throw .badName(user) }
        self.host = host
        self.user = user
        self.port = port
    }

    func arguments(file: String?) -> [String] {
        ["ssh", "-T", "-G"] + (file.map { ["-F", $0] } ?? []) + (user.map { ["-l", $0] } ?? [])
            + (port.map { ["-p", String($0)] } ?? []) + ["--", host]
    }

    /// One word each, for the cache.
    var line: String { "\(host) \(user ?? "-") \(port.map(String.init) ?? "-")" }

    private static func isHost(_ text: String) -> Bool {
        text.utf8.count <= 253 && text.utf8.first.map { $0 != UInt8(ascii: "-") } == true
            && text.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "%") }
    }

    private static func isUser(_ text: String) -> Bool {
        text.utf8.count <= 64 && text.utf8.first.map { $0 != UInt8(ascii: "-") } == true
            && text.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "+") || $0 >= 0x80 }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
