/// The agent that a host was last seen with.
package struct AgentRecord: Hashable, Sendable, Codable {
    package var version: String
    /// Of the binary on the host, 64 hexadecimal digits.
    package var sha256: String
    /// Of the binary, in bytes.
    package var size: Int64
    package var architecture: String
    package var path: String
    package var lastContact: Timestamp

    package init(
        version: String, sha256: String, size: Int64, architecture: String, path: String, lastContact: Timestamp
    ) {
        self.version = version
        self.sha256 = sha256
        self.size = size
        self.architecture = architecture
        self.path = path
        self.lastContact = lastContact
    }
}

/// Who acts on a host, so that nobody else does.
package struct Lease: Hashable, Sendable, Codable {
    package var host: HostName
    /// A run's id and who started it.
    package var holder: String
    package var since: Timestamp
    /// When it ends by itself.
    package var until: Timestamp

    package init(host: HostName, holder: String, since: Timestamp, until: Timestamp) {
        self.host = host
        self.holder = holder
        self.since = since
        self.until = until
    }
}
