import MusterModel
import MusterPolicy
import MusterStore

/// What decisions about several hosts share, read once for all of them.
struct FleetView: Sendable {
    let quarantined: Set<String>
    let holds: [Hold]
    let brakes: [Brake]
    let twins: [HostName: Guard]
    /// Hosts of a restored database, with the complete surveys that they still need.
    let lacking: [HostName: Int]
    let neighbours: Neighbours

    /// - Parameter inventory: all hosts; of those that are no part of `hosts` only what these share with them is read.
    init(
        _ store: Store, hosts: [HostTarget], inventory: [HostTarget], at now: Timestamp
    ) async throws(StoreError) {
        quarantined = Set(try await store.quarantines().flatMap(\.marks))
        holds = try await store.holds(at: now)
        brakes = try await store.brakes()
        lacking = try await store.needsFreshSurveys(of: hosts.map(\.name))
        twins = MusterPolicy.twins(among: try await store.identities().compactMapValues(\.facts))
        neighbours = try await Neighbours(of: hosts, among: inventory, store)
    }

    /// What the fleet as a whole forbids on one host.
    func guards(of host: HostName) -> [Guard] {
        var guards = [twins[host]].compactMap { $0 }
        if let missing = lacking[host] {
            let text = "the database was restored; \(missing) complete surveys are needed before anything is done"
            guards.append(Guard(.staleEvidence, text))
        }
        return guards
    }
}

extension HostIdentity {
    /// As much of a machine's facts as tells it from others.
    fileprivate var facts: HostFacts? {
        guard let machineID, let bootID else { return nil }
        return HostFacts(
            hostname: "", machineID: machineID, bootID: bootID, kernel: "", operatingSystem: nil, architecture: "",
            cores: 0, uid: 0, user: nil)
    }
}
