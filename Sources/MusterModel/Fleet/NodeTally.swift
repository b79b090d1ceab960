/// The nodes of one host, or of several, counted.
package struct NodeTally: Hashable, Sendable {
    package var byStatus: [NodeStatus: Int]
    /// Version → nodes; a node without a known version is not in it.
    package var byVersion: [String: Int]
    /// Running, but silent when probed.
    package var notAnswering: Int
    package var crashLooping: Int
    package var missing: Int
    package var managed: Int
    /// Managed, and earning for another address than the recorded one.
    package var strangeAddresses: Int
    /// Of the nodes whose rewards were ever measured; `nil` where there is none.
    package var earned: Attos?

    package init(
        byStatus: [NodeStatus: Int] = [:], byVersion: [String: Int] = [:], notAnswering: Int = 0,
        crashLooping: Int = 0, missing: Int = 0, managed: Int = 0, strangeAddresses: Int = 0, earned: Attos? = nil
    ) {
        self.byStatus = byStatus
        self.byVersion = byVersion
        self.notAnswering = notAnswering
        self.crashLooping = crashLooping
        self.missing = missing
        self.managed = managed
        self.strangeAddresses = strangeAddresses
        self.earned = earned
    }

    package var total: Int { byStatus.values.reduce(0, +) }

    package subscript(status: NodeStatus) -> Int { byStatus[status] ?? 0 }

    package static func + (left: Self, right: Self) -> Self {
        NodeTally(
            byStatus: left.byStatus.merging(right.byStatus, uniquingKeysWith: +),
            byVersion: left.byVersion.merging(right.byVersion, uniquingKeysWith: +),
            notAnswering: left.notAnswering + right.notAnswering,
            crashLooping: left.crashLooping + right.crashLooping, missing: left.missing + right.missing,
            managed: left.managed + right.managed,
            strangeAddresses: left.strangeAddresses + right.strangeAddresses,
            earned: left.earned.map { $0 + (right.earned ?? .zero) } ?? right.earned)
    }
}
