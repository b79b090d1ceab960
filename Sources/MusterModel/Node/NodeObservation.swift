/// Everything that one survey found about one node, whichever sources showed it.
package struct NodeObservation: Hashable, Sendable, Codable {
    package var kind: String
    /// Unique on its host, such as `antnode0007`.
    package var name: String
    /// The value of the kind's `mergeOn` field, such as the root directory.
    package var key: String
    /// What the sources bound, merged: ports, directories, rewards address, version and the like.
    ///
    /// Names that reports and the store know: ``NodeField``.
    package var fields: [String: Scalar]
    /// What the probes extracted: uptime, records, peers and the like.
    package var metrics: [String: Scalar]
    package var unit: UnitEvidence?
    package var registry: RegistryEvidence?
    /// Root processes of the node, the oldest first.
    ///
    /// More than one is a fault.
    package var processes: [ProcessEvidence]
    package var directory: DirectoryEvidence?
    package var probes: [ProbeOutcome]
    /// Ids of the sources that showed it.
    package var seenBy: [String]
    package var disagreements: [Disagreement]
    /// Last line of the kind's failure file, control characters removed, 500 bytes at most.
    package var lastFailure: String?

    package init(kind: String, name: String, key: String) {
        self.kind = kind
        self.name = name
        self.key = key
        fields = [:]
        metrics = [:]
        processes = []
        probes = []
        seenBy = []
        disagreements = []
    }
}

/// Names of fields and metrics that Muster itself understands, whatever the kind.
package enum NodeField {
    /// Becomes the node's name and is not kept as a field.
    package static let name = "name"
    /// A registry entry's own word for its state, which becomes part of the evidence; `Removed` entries are no nodes.
    package static let status = "status"
    /// The version of a registry entry's format; becomes part of the evidence.
    package static let schema = "schema_version"
    package static let unit = "unit"
    package static let port = "port"
    package static let number = "number"
    package static let dataDirectory = "data_dir"
    package static let logDirectory = "log_dir"
    package static let nodePort = "node_port"
    package static let metricsPort = "metrics_port"
    package static let rpcPort = "rpc_port"
    package static let version = "version"
    package static let peerID = "peer_id"
    package static let rewardsAddress = "rewards_address"
    package static let network = "network"
    package static let binary = "binary"
    package static let user = "user"
    /// Bytes that the data directory takes up, about; only known where its file system is nearly full.
    package static let dataBytes = "data_bytes"
    package static let pid = "pid"
}

/// Names of the metrics that reports and node samples know; a kind may extract others beside them.
package enum NodeMetric: String, CaseIterable, Sendable {
    /// Seconds since the node's start, by its own account.
    case uptime
    case records
    case gets
    case puts
    case putErrors = "put_errors"
    case connectedPeers = "connected_peers"
    case openConnections = "open_connections"
    case totalPeers = "total_peers"
    case networkSize = "network_size"
    case shunnedCount = "shunned_count"
    case shunnedByCloseGroup = "shunned_closedgroup"
    case shunnedByOldCloseGroup = "shunned_oldclosedgroup"
    case badPeers = "bad_peers"
    case relevantRecords = "rel_records"
    case maxRecords = "max_records"
    case paymentCount = "payment_count"
    case liveTime = "live_time"
    /// Megabytes of 10⁶ bytes.
    case memory = "mem"
    /// Percent of all processors.
    case cpu
    /// Attos received since the process started; falls back to zero at a restart.
    case rewards
}
