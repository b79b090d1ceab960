package import MusterModel

/// The hosts that the operator wrote down, every setting resolved and checked.
package struct Inventory: Sendable {
    /// In the order in which the files name them.
    package let hosts: [ResolvedHost]
    /// In the order in which the files name them.
    package let groups: [ResolvedGroup]
    /// The files' names, in the order in which they were merged.
    package let files: [String]

    package var targets: [HostTarget] { hosts.map(\.target) }

    package subscript(name: HostName) -> ResolvedHost? { index[name].map { hosts[$0] } }

    private let index: [HostName: Int]

    /// Reads, merges, resolves and checks all of it; throws everything that is wrong, at once.
    ///
    /// `files` may come in any order; `kinds` are the built-in kinds, which a file of the same name under
    /// `kindFiles` replaces.
    package static func load(
        _ files: [SourceFile], kinds builtIn: [ServiceKind], kindFiles: [SourceFile] = [],
        commandLine: [Setting] = []
    ) throws(InventoryError) -> Inventory {
        var reader = DocumentReader()
        let sorted = files.sortedByPath
        let kinds = KindCatalog.read(kindFiles, builtIn: builtIn, &reader)
        let documents = sorted.map { reader.read($0) }
        var problems = reader.problems
        let entries = FleetEntries(documents, &problems)
        var resolver = HostResolver(entries, kinds: kinds, commandLine: commandLine, problems: problems)
        let hosts = resolver.hosts()
        problems = resolver.problems
        RelayCheck(hosts).report(to: &problems)
        try problems.throwIfAny()
        return Inventory(hosts: hosts, groups: entries.resolvedGroups, files: sorted.map(\.path))
    }

    private init(hosts: [ResolvedHost], groups: [ResolvedGroup], files: [String]) {
        self.hosts = hosts
        self.groups = groups
        self.files = files
        index = Dictionary(hosts.indices.map { (hosts[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

extension FleetEntries {
    var resolvedGroups: [ResolvedGroup] {
        groupOrder.compactMap { name in
            groups[name].map {
                ResolvedGroup(name: name, place: $0.place, priority: $0.priority?.value, hosts: $0.members.sorted())
            }
        }
    }
}
