import MusterModel

/// All that new nodes of a kind on a host are made from; each call of ``next()`` describes one more.
struct NodeRecipe {
    let source: BinarySource
    private let kind: ServiceKind
    private let target: HostTarget
    private let facts: HostFacts
    private var numbers: FreeNumbers
    private var wallet: WalletDraw?

    /// - Parameter planned: nodes that the plan already holds.
    static func read(
        _ kind: ServiceKind, situation: Situation, planned: [NodeSpec], source: BinarySource? = nil,
        again: Bool = false
    ) -> Result<NodeRecipe, Lack> {
        do throws(SpecError) {
            guard let launch = kind.launch else { throw .noLaunch(kind: kind.name) }
            _ = try NodePlace(kind: kind.name, target: situation.target, facts: situation.facts)
            var wallet: WalletDraw?
            if launch.arguments.contains("{rewards_address}") {
                let policy = situation.target.policy
                var draw = try WalletDraw(
                    kind: kind.name, policy: policy, drawn: situation.drawn[kind.name] ?? [:])
                let pending = situation.open.compactMap { $0.verb == .add ? $0.request.node : nil } + planned
                for node in pending where node.kind == kind.name {
                    if let address = node.rewardsAddress { draw.note(address) }
                }
                wallet = draw
            }
            let found: BinarySource
            switch situation.binary(for: kind, version: nil, instead: source, again: again) {
            case .success(let binary): found = binary
            case .failure(let lack): return .failure(lack)
            }
            return .success(
                NodeRecipe(
                    source: found, kind: kind, target: situation.target, facts: situation.facts,
                    numbers: FreeNumbers(kind, situation: situation, planned: planned), wallet: wallet))
        } catch {
            return .failure(Lack(message: error.message))
        }
    }

    /// - Parameter entry: a key of the archive, whose node gets its own number where that is free.
    mutating func next(bringingBack entry: String? = nil) -> Result<NodeSpec, SpecError> {
        do throws(SpecError) {
            let address = wallet?.next()
            if let entry, let own = numbers.own(entry),
                let spec = try? NodeSpec.new(
                    kind: kind, number: own.number, target: target, facts: facts, wallet: address),
                spec.name == own.name, numbers.isFree(spec)
            {
                numbers.take(spec)
                return .success(spec)
            }
            while true {
                let number = numbers.next()
                let spec = try NodeSpec.new(
                    kind: kind, number: number, target: target, facts: facts, wallet: address)
                guard numbers.isFree(spec) else { continue }
                numbers.take(spec)
                return .success(spec)
            }
        } catch {
            return .failure(error)
        }
    }
}
