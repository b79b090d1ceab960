/// Something that happened to a host or node, noticed by comparing two surveys or by doing it.
package struct FleetEvent: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case nodeAppeared = "node-appeared"
        case nodeMissing = "node-missing"
        case nodeReturned = "node-returned"
        /// Every source that ever showed it was looked at whole, and it is not there.
        case nodeGone = "node-gone"
        case statusChanged = "status-changed"
        case versionChanged = "version-changed"
        case peerChanged = "peer-changed"
        case addressChanged = "address-changed"
        case nodeRestarted = "node-restarted"
        case hostRebooted = "host-rebooted"
        case machineChanged = "machine-changed"
    }

    package var at: Timestamp
    package var host: HostName
    /// The node's name on that host; `nil` for the host itself.
    package var node: String?
    package var kind: Kind
    /// What changed, in a few words; may hold a stranger's text.
    package var text: String
    /// What it was before and what it became, for programs: a status, a version, an id.
    package var before: String?
    package var after: String?

    package init(
        at: Timestamp, host: HostName, node: String? = nil, kind: Kind, text: String, before: String? = nil,
        after: String? = nil
    ) {
        self.before = before
        self.after = after
        self.at = at
        self.host = host
        self.node = node
        self.kind = kind
        self.text = text
    }
}
