/// A node that works less than it should, or may, as the limits on disturbed nodes and hosts count it.
package struct Disturbance: Hashable, Sendable {
    package enum Cause: String, Hashable, Sendable {
        /// An action that disturbs is on its way, or its outcome is not known.
        case open
        /// An action ended, and the node has its time to settle.
        case settling
        /// A roll-out stopped it.
        case stoppedByUpgrade = "stopped-by-upgrade"
        /// Managed, and nothing fresh is known of it.
        case unknown
    }

    package var node: NodeID
    package var cause: Cause

    package init(node: NodeID, cause: Cause) {
        self.node = node
        self.cause = cause
    }
}
