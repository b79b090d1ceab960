package import MusterModel

/// Directories that hold, or will hold, the data of a host's nodes: what its disk pressure is about.
///
/// The written or usual node storage of each kind that makes nodes, and the directories above managed nodes.
package func nodeStorage(of target: HostTarget, facts: HostFacts, nodes: [NodeRecord]) -> [String] {
    var paths: [String] = []
    for kind in target.kinds where kind.launch != nil {
        guard let place = try? NodePlace(kind: kind.name, target: target, facts: facts) else { continue }
        if !paths.contains(place.storage) { paths.append(place.storage) }
    }
    for node in nodes where node.managed {
        guard let data = node.observation.directory?.path else { continue }
        if !paths.contains(where: { data.isBelow($0) }) { paths.append(data.parentPath) }
    }
    return paths
}
