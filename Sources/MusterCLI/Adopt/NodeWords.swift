import MusterInventory
import MusterModel
import MusterPolicy

/// `HOSTS|NODES` of a command line: words with a slash are nodes, the others hosts.
struct NodeWords {
    let hosts: HostOptions
    let nodes: [String]

    init(_ options: HostOptions) {
        var hosts = options
        // A condition may well hold a slash.
        let end = options.words.firstIndex(of: "where") ?? options.words.endIndex
        nodes = options.words[..<end].filter { $0.contains("/") }
        hosts.words = options.words[..<end].filter { !$0.contains("/") } + options.words[end...]
        self.hosts = hosts
    }

    /// The hosts that are meant and, of those of which only nodes are, their names.
    func meant(in inventory: Inventory) throws -> (hosts: [HostName], names: [HostName: [String]]) {
        var choice = NodeChoiceOptions()
        choice.node = nodes
        let names = try choice.named(on: [])
        if let stranger = names.keys.sorted().first(where: { inventory[$0] == nil }) {
            throw CommandError.usage("\(stranger) is no host of the inventory", fix: "see `muster inventory list`")
        }
        var query = try hosts.query()
        query.condition = nil
        let whole = nodes.isEmpty || !hosts.words.isEmpty ? try query.select(from: inventory.space).hosts : []
        let meant = Set(whole).union(names.keys)
        return (inventory.hosts.map(\.name).filter { meant.contains($0) }, names.filter { !whole.contains($0.key) })
    }
}
