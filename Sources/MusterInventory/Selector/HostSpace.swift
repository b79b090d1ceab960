package import MusterModel

/// The hosts and groups that a selector can name.
package struct HostSpace: Sendable {
    /// In the order in which selections list them.
    package let hosts: [HostName]
    package let groups: [String: Set<HostName>]
    let known: Set<HostName>

    package init(hosts: [HostName], groups: [String: Set<HostName>]) {
        self.hosts = hosts
        self.groups = groups
        known = Set(hosts)
    }
}

extension Inventory {
    package var space: HostSpace {
        HostSpace(
            hosts: hosts.map(\.name),
            groups: Dictionary(groups.map { ($0.name, Set($0.hosts)) }, uniquingKeysWith: { $0.union($1) }))
    }
}
