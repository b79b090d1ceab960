import MusterModel
import MusterPolicy
import MusterStore

extension ActionOrder {
    /// The same addition with the next number that nobody has, after one turned out to be taken; `nil` where there is
    /// no such number, or the order is none that has one.
    func withNextNumber(
        on host: HostTarget, facts: HostFacts, store: Store
    ) async throws(StoreError) -> ActionOrder? {
        guard verb == .add || verb == .restore, let node, let number = node.number,
            let kind = host.kinds.first(where: { $0.name == node.kind })
        else { return nil }
        var taken = Set(try await store.takenNumbers(of: host.name)[kind.name] ?? [])
        for record in try await store.nodes(of: host.name) where record.kind == kind.name {
            if let used = record.observation.fields[NodeField.number]?.whole { taken.insert(used) }
        }
        let beside = try await store.portsBeside(host.name)
        for next in number + 1...number + 1000 where !taken.contains(next) {
            guard
                let spec = try? NodeSpec.new(
                    kind: kind, number: next, target: host, facts: facts, wallet: node.rewardsAddress)
            else { return nil }
            guard !spec.ports.contains(where: { beside.contains($0.port) }) else { continue }
            var order = self
            order.node = spec
            order.reason = "\(reason); number \(number) was taken"
            return order
        }
        return nil
    }
}
