import ArgumentParser
import MusterInventory
import MusterModel
import MusterReports
import MusterStore

/// Everything that a verb which only reads the store takes beside its own options.
struct ReadOptions: ParsableArguments {
    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var fresh: FreshnessOptions

    @Option(
        help: ArgumentHelp(
            "This host alone; reports in wnm's shape have exactly that shape then.", valueName: "name"))
    var host: String?

    @Option(help: "Format of the result: text, json, csv, env, config or influx, as far as the report has it.")
    var format: OutputFormat = .text

    @Flag(help: "The same as --format json.")
    var json = false

    func validate() throws {
        guard host == nil || hosts.words.isEmpty else {
            throw ValidationError("either name hosts or say --host, not both")
        }
    }

    /// The selection, with what `--host` says in it.
    var selected: HostOptions {
        var selected = hosts
        if let host { selected.words = [host] }
        return selected
    }
}

extension OutputFormat: ExpressibleByArgument {}

/// The part of the store that a reading verb is about.
struct Reading: Sendable {
    let store: Store
    let inventory: Inventory
    let freshness: Freshness
    /// The hosts that are meant, in the order of the inventory.
    let targets: [HostTarget]

    var names: [HostName] { targets.map(\.name) }

    /// Their states; one that is not in the store yet has none but its name.
    func states() async throws -> [HostState] {
        let known = try await store.hosts(at: freshness)
        let states = Dictionary(known.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return targets.map { target in
            states[target.name] ?? HostState(name: target.name, groups: target.groups, labels: target.labels)
        }
    }

    /// All nodes of the hosts, read page by page.
    func nodes() async throws -> [NodeRecord] {
        var nodes: [NodeRecord] = []
        try await eachPageOfNodes { nodes += $0 }
        return nodes
    }

    /// The same without keeping them.
    func eachPageOfNodes(_ take: ([NodeRecord]) throws -> Void) async throws {
        var last: NodeID?
        while true {
            let page = try await store.nodes(after: last, limit: Self.page, of: names, at: freshness)
            try take(page)
            last = page.last?.id
            if page.count < Self.page { return }
        }
    }

    private static let page = 5000
}

extension ReadOptions {
    func open(in session: Session) async throws -> Reading {
        let inventory = try context.inventory(in: session)
        let store = try context.readableStore(in: session)
        let freshness = fresh.freshness(at: session.now())
        let selection = try await selected.selection(from: inventory, store: store, freshness: freshness)
        selection.tellUndecided(in: session)
        return Reading(
            store: store, inventory: inventory, freshness: freshness,
            targets: selection.hosts.compactMap { inventory[$0]?.target })
    }

    var outputFormat: OutputFormat { json ? .json : format }

    /// Prints a report in the format asked for, as wide as the terminal.
    func show(_ report: some MusterReports.Report, in session: Session) throws {
        session.output.write(try report.rendered(outputFormat, width: session.outputWidth))
    }
}
