/// One node of the fleet, written `hel01/antnode0007`.
package struct NodeID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package var host: HostName
    /// As the survey named it; a stranger's text, escaped by whoever prints it.
    package var name: String

    package init(host: HostName, name: String) {
        self.host = host
        self.name = name
    }

    package var description: String { "\(host)/\(name)" }

    package static func < (left: Self, right: Self) -> Bool { (left.host, left.name) < (right.host, right.name) }
}
