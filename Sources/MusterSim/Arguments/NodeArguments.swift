/// What a node was told on its command line.
package struct NodeArguments: Hashable, Sendable {
    /// Where the log goes.
    package enum LogDestination: Hashable, Sendable {
        case standardOutput
        /// The directory `logs` below the root directory.
        case dataDirectory
        case directory(String)
    }

    /// Where identity and records live; without one a directory below the home, named after the peer id.
    package var rootDirectory: String?
    /// The UDP port of the network; 0 takes a free one.
    package var port: UInt16 = 0
    /// The TCP port of the metrics pages, on 127.0.0.1; 0 takes a free one when the server is on.
    package var metricsPort: UInt16 = 0
    package var servesMetrics = false
    package var log = LogDestination.dataDirectory
    package var rewardsAddress = ""
    /// The subcommand: which chain pays the rewards.
    package var network = ""

    package init() {}
}

/// What a command line asks for.
package enum NodeCommand: Hashable, Sendable {
    case run(NodeArguments)
    case help
    case version
    case packageVersion
    case crateVersion
    case protocolVersion
}
