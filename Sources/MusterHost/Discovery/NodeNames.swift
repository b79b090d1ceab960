import MusterModel

/// Names that are unique on a host and harmless in a terminal, a selector and a file name.
enum NodeNames {
    private static let longest = 128

    static func plain(_ name: String, or fallback: String) -> String {
        let safe = String(PlainText.printable(name).map { $0 == "/" || $0.isWhitespace ? "_" : $0 })
        return safe.isEmpty ? fallback : safe.cut(toBytes: longest)
    }

    /// Gives all but one of the nodes that share a name a suffix made from what they are, not from their order.
    static func unique(_ nodes: [NodeObservation]) -> [NodeObservation] {
        var taken: Set<String> = []
        return nodes.map { (identity($0), $0) }.sorted { $0.0 < $1.0 }.map { identity, node in
            var named = node
            var salt = ""
            while !taken.insert(named.name).inserted {
                let hash = StableHash.of(node.key + "\n" + identity.1 + salt)
                named.name = node.name + "~" + String(hash & 0xFFFF, radix: 16)
                salt += "+"
            }
            return named
        }
    }

    /// Nodes with units of the system manager come first and keep their names.
    private static func identity(_ node: NodeObservation) -> (String, String, String) {
        let manager = node.unit.map { $0.managerUID.map { "2 user \($0)" } ?? "1 system" } ?? "3 none"
        return (node.name, manager + " " + (node.unit?.name ?? ""), node.key)
    }
}
