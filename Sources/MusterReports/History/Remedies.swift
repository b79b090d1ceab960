import MusterModel

extension [LedgerEntry] {
    /// What to do about failures, each remedy once with its nodes, in a line.
    var remedies: String {
        let named = compactMap { entry in entry.report?.fix.map { (entry.nodeText, $0) } }
        return Dictionary(grouping: named, by: \.1).sorted { $0.key < $1.key }.map { fix, nodes in
            let names = nodes.prefix(5).map(\.0).joined(separator: ", ")
            let more = nodes.count > 5 ? " and \(nodes.count - 5) more" : ""
            return "\(PlainText.printable(names))\(more): \(PlainText.printable(fix))\n"
        }.joined()
    }
}
