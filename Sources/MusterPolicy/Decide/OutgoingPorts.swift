import MusterModel

extension Draft {
    /// A note for each kind whose nodes are about to take a port that the kernel may have given an outgoing connection.
    ///
    /// Nobody can take the port of a node that runs, so that a host on which nothing is started is in no danger.
    var portsInDanger: [Guard] {
        guard let range = situation.facts.outgoingPorts, range.count == 2, range[0] <= range[1] else { return [] }
        let given = range[0]...range[1]
        return census.kinds.compactMap { kind in
            let claims = actions.filter { $0.verb.direction == .more && $0.node.kind == kind.name }.flatMap(
                \.node.ports)
            let inDanger = Set(claims.filter { given.contains($0.port) }.map(\.field))
            guard let base = PortBase.all.first(where: { inDanger.contains($0.field) }) else { return nil }
            let text =
                "hosts give outgoing connections the ports of \(kind.name) too (\(range[0]) to \(range[1])): a start "
                + "that finds its port taken fails, and is tried again; a `\(base.key.rawValue)` below "
                + "\(range[0] / 1000), written before nodes are made, avoids it"
            return Guard(.outgoingPorts, text)
        }
    }
}
