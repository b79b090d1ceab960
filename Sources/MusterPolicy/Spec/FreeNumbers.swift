import MusterModel

/// Numbers, names and ports that new nodes of a host may take.
struct FreeNumbers {
    /// Of nodes that are there, or are to be.
    private var numbers: Set<Int64> = []
    /// That new nodes do not get, though no node has them.
    private let spared: Set<Int64>
    private var names: Set<String>
    private var ports: Set<UInt16>
    private var last: Int64
    private let reuses: Bool

    /// Holes are filled from 1 on, or, for kinds that never give a number out twice, counting goes on.
    init(_ kind: ServiceKind, situation: Situation, planned: [NodeSpec]) {
        spared = Set(situation.takenNumbers[kind.name] ?? [])
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
        reuses = kind.launch?.reusesNumbers != false
        last = reuses ? 0 : numbers.union(spared).max() ?? 0
    }

    mutating func next() -> Int64 {
        repeat { last += 1 } while numbers.contains(last) || spared.contains(last)
        return last
    }

    /// The number of a node that was removed, by its key's name in the archive, where no node has it now.
    func own(_ entry: String) -> (number: Int64, name: String)? {
        // NAME-SECONDS-ACTION, where NAME may hold dashes too.
        let name = entry.split(separator: "-", omittingEmptySubsequences: false).dropLast(2).joined(separator: "-")
        let digits = String(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
        guard reuses, let number = Int64(digits), !numbers.contains(number) else { return nil }
        return (number, name)
    }

    func isFree(_ spec: NodeSpec) -> Bool {
        !names.contains(spec.name) && !spec.ports.contains { ports.contains($0.port) }
    }

    mutating func take(_ spec: NodeSpec) {
        names.insert(spec.name)
        for claim in spec.ports { ports.insert(claim.port) }
    }
}
