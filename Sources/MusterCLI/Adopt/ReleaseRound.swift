import MusterFleet
import MusterModel
import MusterStore

/// What giving one host's nodes out of management means.
struct HostRelease: Sendable {
    var host: HostName
    var nodes: [NodeID]
    /// Nodes with an action whose end is not known: they stay managed.
    var busy: [NodeID]
    /// Managers that get their work back.
    var returned: [ForeignManager]
    /// Where archives that hold nothing are taken away.
    var storages: [String]
    /// Whether nothing of the host stays managed.
    var isWhole: Bool

    var isEmpty: Bool { nodes.isEmpty && returned.isEmpty }

    /// What its host reports where nothing is sent to it.
    var untouched: HostResult<HostActed> { HostResult(host: host, outcome: .ok(HostActed()), took: .zero) }

    var text: String {
        var lines = ["\(host)  \(nodes.count) \(nodes.count == 1 ? "node is" : "nodes are") managed no more"]
        lines += returned.map { "  \($0.name) gets its work back: \($0.path)" }
        lines += busy.map { "  \($0.name) stays managed because an action on it has no known end" }
        return lines.map(PlainText.printable).joined(separator: "\n")
    }

    var json: JSON {
        .object([
            JSON.Member("host", .string(host.text)),
            JSON.Member("nodes", .array(nodes.map { .string($0.name) })),
            JSON.Member("busy", .array(busy.map { .string($0.name) })),
            JSON.Member("given_back", .array(returned.map { .string("\($0.name) \($0.path)") })),
        ])
    }
}

/// Ends Muster's management first, then lets the manager before back to work, so that no two ever act at once.
struct ReleaseRound: Sendable {
    let acting: ActingRun
    /// Hosts of which only some nodes are meant.
    let names: [HostName: [String]]
    let givesBack: Bool

    func plans(on hosts: [HostName]) async throws -> [HostRelease] {
        let store = acting.run.store
        var releases: [HostRelease] = []
        for host in hosts {
            let managed = try await store.nodes(of: host).filter(\.managed).map(\.id)
            let open = Set(try await store.openEntries(of: [host]).compactMap(\.node))
            let meant = managed.filter { names[host]?.contains($0.name) ?? true }
            let busy = meant.filter { open.contains($0.name) }
            let isWhole = meant.count == managed.count && busy.isEmpty
            let returned = givesBack && isWhole ? try await takenOver(on: host) : []
            let storages = isWhole ? try await store.adoption(of: host)?.storage.keys.sorted() ?? [] : []
            releases.append(
                HostRelease(
                    host: host, nodes: meant.filter { !open.contains($0.name) }, busy: busy, returned: returned,
                    storages: storages, isWhole: isWhole))
        }
        return releases
    }

    /// Managers that the last adoption put out of work, as they were then.
    private func takenOver(on host: HostName) async throws -> [ForeignManager] {
        let store = acting.run.store
        guard let undo = try await store.adoption(of: host)?.undo, !undo.isEmpty else { return [] }
        let entries = try await store.ledger(LedgerFilter(hosts: [host], limit: 100_000))
        var copies = Set(undo.values)
        let taken = entries.filter { entry in
            guard entry.verb == .takeOver, entry.state == .done,
                let copy = entry.report?.facts[ActionFact.undo]?.text
            else { return false }
            return copies.remove(copy) != nil
        }
        // From above, so that each line comes to the place that it had.
        return taken.compactMap(\.request.foreign).sorted { ($0.path, $0.line) < ($1.path, $1.line) }
    }

    func carryOut(_ releases: [HostRelease]) async throws -> [HostResult<HostActed>] {
        let store = acting.run.store
        let returning = Set(releases.filter { !$0.returned.isEmpty }.map(\.host))
        let touched = returning.union(releases.filter { !$0.storages.isEmpty }.map(\.host))
        let surveyed = touched.isEmpty ? [] : await survey(touched)
        let boots = Dictionary(
            surveyed.compactMap { result in result.outcome.value.map { (result.host, $0.survey.facts.bootID) } }
        ) {
            first, _ in first
        }
        var orders: [HostName: [ActionOrder]] = [:]
        for release in releases where !acting.run.isInterrupted {
            // A host that cannot be reached keeps all as it is: half a release would leave its nodes to nobody.
            if !release.returned.isEmpty, boots[release.host] == nil { continue }
            try await store.setManaged(false, of: release.nodes)
            if release.isWhole, release.returned.isEmpty { try await store.forgetAdoption(of: release.host) }
            if let boot = boots[release.host] { orders[release.host] = Self.orders(of: release, boot) }
        }
        let acted = await acting.act(orders, needing: .seconds(60))
        for result in acted where result.outcome.value?.entries.allSatisfy({ $0.state == .done }) ?? false {
            try await store.forgetAdoption(of: result.host)
        }
        // An empty directory that stays behind on a host that cannot be reached is no failure.
        let failures = surveyed.filter { returning.contains($0.host) }.compactMap { $0.failure(as: HostActed.self) }
        let byHost = Dictionary((failures + acted).map { ($0.host, $0) }) { first, _ in first }
        return releases.map { byHost[$0.host] ?? $0.untouched }
    }

    private static func orders(of release: HostRelease, _ boot: String) -> [ActionOrder] {
        func order(_ reason: String, _ foreign: ForeignManager?, _ storages: [String]?) -> ActionOrder {
            ActionOrder(
                verb: .giveBack, node: nil, basis: ActionBasis(bootID: boot), cause: .adoption, reason: reason,
                foreign: foreign, storages: storages)
        }
        let storages = release.storages
        return release.returned.map { order("\($0.name) gets its nodes back", $0, nil) }
            + (storages.isEmpty ? [] : [order("archives that hold nothing go", nil, storages)])
    }

    private func survey(_ hosts: Set<HostName>) async -> [HostResult<SurveyedFleetHost>] {
        await acting.survey(only: hosts)
    }
}
