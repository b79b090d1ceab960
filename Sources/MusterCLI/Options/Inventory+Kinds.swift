import MusterInventory
import MusterModel

extension Inventory {
    /// Refuses the name of a kind of service that none of the hosts runs: whatever is meant for it would have no effect.
    ///
    /// - Parameter names: of hosts; `nil` for all.
    func requireKind(_ kind: String?, on names: [HostName]? = nil) throws(CommandError) {
        guard let kind else { return }
        let meant = names.map { $0.compactMap { self[$0]?.target } } ?? targets
        let known = Set(meant.flatMap { $0.kinds.map(\.name) }).sorted()
        guard !known.contains(kind), !meant.isEmpty else { return }
        throw .usage(
            "no host \(names == nil ? "" : "that is meant ")runs `\(PlainText.printable(kind))`",
            fix: Suggestion.sentence(for: kind, among: known) ?? "the kinds there: \(known.joined(separator: ", "))")
    }
}
