import MusterFleet
import MusterInventory
import MusterModel
import MusterPolicy
import MusterStore

/// The hosts that a verb which changes nodes is about: those that the command line names, and of them those that a
/// condition means once they have been surveyed.
struct HostsOfChange {
    /// To be surveyed, in the order of the inventory.
    let all: [HostName]
    private let named: [HostName: [String]]
    private let condition: Condition?

    init(_ options: HostOptions, _ choice: NodeChoiceOptions, in inventory: Inventory) throws {
        var query = try options.query()
        condition = query.condition
        query.condition = nil
        let isSelected = choice.node.isEmpty || choice.node.contains { !$0.contains("/") } || !options.words.isEmpty
        let selected = isSelected ? try query.select(from: inventory.space).hosts : []
        named = try choice.named(on: selected)
        guard !choice.node.isEmpty else {
            all = selected
            return
        }
        if let stranger = named.keys.sorted().first(where: { inventory[$0] == nil }) {
            throw CommandError.usage(
                "\(stranger) is no host of the inventory", fix: "see `muster inventory list`")
        }
        let meant = isSelected ? Set(selected).intersection(named.keys) : Set(named.keys)
        all = inventory.hosts.map(\.name).filter { meant.contains($0) }
        guard !all.isEmpty else { throw SelectorError.empty }
    }

    /// The hosts for which the condition holds by what a survey has just found; where it did not find enough, they
    /// are told and left out.
    func meant(
        among results: [HostResult<SurveyedFleetHost>], store: Store, in session: Session
    ) async throws -> Set<HostName> {
        guard let condition else { return Set(all) }
        let reached = results.filter { $0.outcome.value != nil }.map(\.host)
        let now = session.now()
        let facts = try await store.facts(at: Freshness(now: now, staleAfter: FreshnessOptions.standard))
        let answers = reached.map { ($0, condition.evaluate(facts[$0] ?? [:])) }
        HostSelection(
            hosts: answers.filter { $0.1 == .yes }.map(\.0), undecided: answers.filter { $0.1 == .unknown }.map(\.0)
        ).tellUndecided(in: session)
        return Set(answers.filter { $0.1 == .yes }.map(\.0))
    }

    /// What the engine is to choose on one host.
    func choice(_ options: NodeChoiceOptions, for verb: ActionVerb, on host: HostName) -> OperatorOrder.Choice {
        if let names = named[host] { return .named(names) }
        switch options.count {
        case .number(let count): return .count(count, options.preference(for: verb))
        case .all, nil: return .all
        }
    }
}
