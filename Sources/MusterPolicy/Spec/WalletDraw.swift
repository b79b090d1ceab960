package import MusterModel

/// Whom the next new node earns for: the address with the largest deficit against its weight.
///
/// Deterministic: with equal counts the same address, and of equal deficits the one that is written first.
package struct WalletDraw: Hashable, Sendable {
    private struct Share: Hashable, Sendable {
        var address: RewardsAddress
        var weight: Int64
        var nodes: Int64
    }

    /// What `faucet` stands for, by wnm's own constant.
    package static let faucet = RewardsAddress("0x00455d78f850b0358e8cea5be24d415e01e107cf")

    private var shares: [Share] = []

    /// - Parameter drawn: nodes that each address has, over the scope that wrote `rewards_address`; the case of an
    ///   address does not matter, and addresses that are not written are left out.
    package init(kind: String, policy: Policy, drawn: [String: Int]) throws(SpecError) {
        guard let written = policy.written(.rewardsAddress, kind: kind)?.text, let wallets = Wallets(written) else {
            throw .noRewardsAddress(kind: kind)
        }
        for share in wallets.shares {
            let address = try Self.address(of: share.receiver, kind: kind, policy: policy)
            if let index = shares.firstIndex(where: { $0.address == address }) {
                shares[index].weight += share.weight
            } else {
                shares.append(Share(address: address, weight: share.weight, nodes: 0))
            }
        }
        for (text, count) in drawn { note(text, nodes: count) }
    }

    /// Draws for one node, which counts for the next draw.
    package mutating func next() -> String {
        let total = shares.reduce(0) { $0 + $1.weight }
        let nodes = shares.reduce(1) { $0 + $1.nodes }
        var best = 0
        for index in shares.indices where deficit(shares[index]) > deficit(shares[best]) { best = index }
        shares[best].nodes += 1
        return shares[best].address.description

        func deficit(_ share: Share) -> Int128 {
            Int128(share.weight) * Int128(nodes) - Int128(share.nodes) * Int128(total)
        }
    }

    /// Counts nodes that exist, or are on their way, without a draw.
    package mutating func note(_ address: String, nodes: Int = 1) {
        guard let parsed = RewardsAddress(address.lowercased()) else { return }
        guard let index = shares.firstIndex(where: { $0.address == parsed }) else { return }
        shares[index].nodes += Int64(nodes)
    }

    private static func address(
        of receiver: Wallets.Receiver, kind: String, policy: Policy
    ) throws(SpecError) -> RewardsAddress {
        switch receiver {
        case .address(let address): return address
        case .faucet:
            guard let faucet else { throw .noRewardsAddress(kind: kind) }
            return faucet
        case .donate:
            guard let address = policy.text(.donateAddress, kind: kind).flatMap({ RewardsAddress($0) }) else {
                throw .noDonateAddress(kind: kind)
            }
            return address
        }
    }
}
