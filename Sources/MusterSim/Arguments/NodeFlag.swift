/// A flag of the node's command line.
enum NodeFlag: Hashable {
    /// Acted upon, and followed by a value.
    enum Setting: String {
        case rootDirectory = "--root-dir"
        case port = "--port"
        case metricsPort = "--metrics-server-port"
        case log = "--log-output-dest"
        case rewardsAddress = "--rewards-address"
    }

    case setting(Setting)
    case enableMetrics
    case asks(NodeCommand)
    /// Accepted without effect, since a node to practise on has no peers, rotation or gateway.
    case tolerated(takesValue: Bool)

    init?(_ name: Substring) {
        if let setting = Setting(rawValue: String(name)) {
            self = .setting(setting)
            return
        }
        switch name {
        case "--enable-metrics-server": self = .enableMetrics
        case "--help", "-h": self = .asks(.help)
        case "--version", "-V": self = .asks(.version)
        case "--package-version": self = .asks(.packageVersion)
        case "--crate-version": self = .asks(.crateVersion)
        case "--protocol-version": self = .asks(.protocolVersion)
        case "--alpha", "--no-upnp", "--relay", "--write-older-cache-files", "--stop-on-upgrade", "--first", "--local",
            "--ignore-cache":
            self = .tolerated(takesValue: false)
        case "--ip", "--log-format", "--max-log-files", "--max-archived-log-files", "--network-id", "--rpc", "--peer",
            "--network-contacts-url", "--bootstrap-cache-dir", "--bootstrap":
            self = .tolerated(takesValue: true)
        default: return nil
        }
    }
}
