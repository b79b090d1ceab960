/// What was true of a host when its nodes were adopted, and how to undo it.
package struct Adoption: Hashable, Sendable, Codable {
    package var host: HostName
    /// A host that answers with another one is not the host that was adopted.
    package var machineID: String?
    /// Node storage by path, and the file system that held it.
    package var storage: [String: StorageIdentity]
    /// Copies of what a take-over changed: the line that was removed, as `FILE:LINE` → its copy on the host.
    package var undo: [String: String]
    package var at: Timestamp
    /// Who adopted it, as `user@controller`.
    package var by: String

    package init(
        host: HostName, machineID: String?, storage: [String: StorageIdentity] = [:], undo: [String: String] = [:],
        at: Timestamp, by: String
    ) {
        self.host = host
        self.machineID = machineID
        self.storage = storage
        self.undo = undo
        self.at = at
        self.by = by
    }
}
