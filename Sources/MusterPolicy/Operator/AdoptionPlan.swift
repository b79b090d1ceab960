package import MusterModel

/// What taking nodes of a host into management means, to be shown and asked for once.
package struct AdoptionPlan: Hashable, Sendable, Codable {
    package var host: HostName
    /// Nodes that become managed, in the order of their names, with what should be of each from then on.
    package var nodes: [Adopted]
    /// Nodes that stay as they are, with the reason.
    package var refused: [Deferral]
    /// Managers that are taken out of work first.
    package var foreign: [ForeignManager]
    /// Node storage by path, and the file system that holds it now.
    package var storage: [String: StorageIdentity]
    /// What forbids the adoption.
    package var guards: [Guard]

    package struct Adopted: Hashable, Sendable, Codable {
        package var node: NodeID
        package var manager: NodeManager
        /// A running node should run; one that stands still is started only when somebody says so.
        package var desired: DesiredState?

        package init(node: NodeID, manager: NodeManager, desired: DesiredState?) {
            self.node = node
            self.manager = manager
            self.desired = desired
        }
    }

    package init(
        host: HostName, nodes: [Adopted] = [], refused: [Deferral] = [], foreign: [ForeignManager] = [],
        storage: [String: StorageIdentity] = [:], guards: [Guard] = []
    ) {
        self.host = host
        self.nodes = nodes
        self.refused = refused
        self.foreign = foreign
        self.storage = storage
        self.guards = guards
    }
}

/// Plans the adoption of a host's nodes.
///
/// - Parameters:
///   - names: of nodes; `nil` for all.
///   - foreign: managers that are alive on the host, which are taken over.
///   - disabled: nodes that another manager had disabled.
package func adoptionPlan(
    names: [String]?, on situation: Situation, foreign: [ForeignManager] = [], disabled: Set<String> = []
) -> AdoptionPlan {
    AdoptionPlan(
        host: situation.target.name, foreign: foreign,
        guards: [Guard(.notReached, "adoptions are not planned yet")])
}
