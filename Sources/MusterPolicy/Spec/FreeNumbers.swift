import MusterModel

/// Numbers, names and ports that new nodes of a host may take.
struct FreeNumbers {
    private var numbers: Set<Int64>
    private var names: Set<String>
    private var ports: Set<UInt16>
    private var last: Int64

    /// Holes are filled from 1 on, or, for kinds that never give a number out twice, counting goes on.
    init(_ kind: ServiceKind, situation: Situation, planned: [NodeSpec]) {
        let taken = situation.takenNumbers[kind.name] ?? []
        numbers = Set(taken)
        names = []
        ports = Set(situation.sharedPorts)
        let specs = situation.open.compactMap(\.request.node) + planned
        for node in situation.nodes {
            names.insert(node.id.name)
            names.insert(node.observation.name)
            for (field, value) in node.observation.fields where field == NodeField.port || field.hasSuffix("_port") {
                if let port = value.whole.flatMap({ UInt16(exactly: $0) }) { ports.insert(port) }
            }
            guard node.kind == kind.name, let number = node.observation.fields[NodeField.number]?.whole else {
                continue
            }
            numbers.insert(number)
        }
        for spec in specs {
            names.insert(spec.name)
            for claim in spec.ports { ports.insert(claim.port) }
            if spec.kind == kind.name, let number = spec.number { numbers.insert(number) }
        }
        last = kind.launch?.reusesNumbers == false ? numbers.max() ?? 0 : 0
    }

    mutating func next() -> Int64 {
        repeat { last += 1 } while numbers.contains(last)
        return last
    }

    func isFree(_ spec: NodeSpec) -> Bool {
        !names.contains(spec.name) && !spec.ports.contains { ports.contains($0.port) }
    }

    mutating func take(_ spec: NodeSpec) {
        names.insert(spec.name)
        for claim in spec.ports { ports.insert(claim.port) }
    }
}
