/// An operator's word that a host or a node is left alone; surveys go on.
package struct Hold: Hashable, Sendable, Codable {
    package var host: HostName
    /// `nil` holds the whole host.
    package var node: String?
    package var reason: String
    package var by: String
    package var since: Timestamp
    package var until: Timestamp?

    package init(
        host: HostName, node: String? = nil, reason: String, by: String, since: Timestamp, until: Timestamp? = nil
    ) {
        self.host = host
        self.node = node
        self.reason = reason
        self.by = by
        self.since = since
        self.until = until
    }
}

/// A persistent stop over the fleet.
package struct Brake: Hashable, Sendable, Codable {
    package enum Scope: String, Hashable, Sendable, Codable {
        /// An operator's: no starts of any sort.
        case starts
        /// Many hosts went bad at once: no actions at all until two calm cycles, or until somebody lifts it.
        case mass
    }

    package var scope: Scope
    /// One kind of service; `nil` for all.
    package var kind: String?
    package var reason: String
    package var by: String
    package var since: Timestamp

    package init(scope: Scope, kind: String? = nil, reason: String, by: String, since: Timestamp) {
        self.scope = scope
        self.kind = kind
        self.reason = reason
        self.by = by
        self.since = since
    }
}

/// A binary that failed a health gate somewhere: no node of the fleet gets it until it is tried again on purpose.
package struct Quarantine: Hashable, Sendable, Codable {
    /// SHA-256 in hexadecimal digits.
    package var hash: String
    package var version: String?
    package var host: HostName
    package var node: String
    package var since: Timestamp
    package var reason: String

    package init(
        hash: String, version: String? = nil, host: HostName, node: String, since: Timestamp, reason: String
    ) {
        self.hash = hash
        self.version = version
        self.host = host
        self.node = node
        self.since = since
        self.reason = reason
    }
}

extension Quarantine {
    /// What decisions look for: the hash, and the version for binaries on hosts whose hash nobody knows before they run.
    package var marks: [String] { [hash] + (version.map { [Self.mark(ofVersion: $0)] } ?? []) }

    /// The hashes among marks, in order.
    package static func hashes(among marks: Set<String>) -> [String] {
        marks.filter { !$0.hasPrefix(versionPrefix) }.sorted()
    }

    private static let versionPrefix = "version "

    package static func mark(ofVersion version: String) -> String { versionPrefix + version }
}

/// The program that the ledger put in a node's place last.
package struct PlacedProgram: Hashable, Sendable, Codable {
    /// SHA-256 in hexadecimal digits.
    package var hash: String
    /// As it answered to `--version`.
    package var version: String?

    package init(hash: String, version: String? = nil) {
        self.hash = hash
        self.version = version
    }
}

/// How often one action failed on one node with one binary.
package struct NodeFailure: Hashable, Sendable, Codable {
    package var node: NodeID
    package var verb: ActionVerb
    /// Hash of the binary; empty where none was involved.
    package var binary: String
    package var count: Int
    package var lastAt: Timestamp
    package var message: String

    package init(
        node: NodeID, verb: ActionVerb, binary: String = "", count: Int, lastAt: Timestamp, message: String
    ) {
        self.node = node
        self.verb = verb
        self.binary = binary
        self.count = count
        self.lastAt = lastAt
        self.message = message
    }

    /// Failures after which only an operator goes on.
    package static let patience = 3

    package var needsHuman: Bool { count >= Self.patience }

    /// No attempt before: two minutes after the first failure, then twice as long each time.
    package var retryAt: Timestamp { lastAt.advanced(by: .seconds(120 << Int64(min(max(count, 1) - 1, 10)))) }
}
