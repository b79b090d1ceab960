package import MusterModel
package import MusterPolicy
package import MusterStore

/// Reads from the store what a decision rests on; changes nothing, so that a reader's database will do.
package struct SituationReader: Sendable {
    package let store: Store
    /// All hosts of the inventory: limits and draws are counted over groups.
    package let inventory: [HostTarget]
    /// Binaries for upgrades and new nodes, by host and kind, where one was pushed or named.
    package var binaries: [HostName: [String: BinarySource]]
    /// Whether the limits above the hosts are left out.
    package var overridesLimits: Bool

    package init(
        store: Store, inventory: [HostTarget], binaries: [HostName: [String: BinarySource]] = [:],
        overridesLimits: Bool = false
    ) {
        self.store = store
        self.inventory = inventory
        self.binaries = binaries
        self.overridesLimits = overridesLimits
    }

    /// One situation per host that was ever surveyed, in the order of `hosts`.
    ///
    /// - Parameters:
    ///   - pressure: what watched samples say; without it the last survey's sample counts as the whole window.
    ///   - guards: what rounds above the hosts found.
    package func situations(
        of hosts: [HostTarget], at now: Timestamp, pressure: [HostName: PressureState] = [:],
        guards: [HostName: [Guard]] = [:]
    ) async throws(StoreError) -> [Situation] {
        throw .unreadable(table: "host", detail: "situations are not read yet")
    }

    /// The situation that a recorded survey describes, without any history: for `plan --input`.
    package static func recorded(_ survey: Survey, of target: HostTarget, at now: Timestamp) -> Situation {
        let nodes = reconcile(
            HostMemory(machineID: nil, bootID: nil, nodes: []), with: survey, of: target.name, at: now
        ).nodes
        return Situation(
            target: target, now: now, facts: survey.facts, surveyedAt: survey.complete ? now : nil,
            sources: survey.sources, sample: survey.sample, nodes: nodes)
    }
}
