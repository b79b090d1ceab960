package import MusterModel

/// The keys to offer one host, in order, and why others are not among them.
package struct IdentityOffer: Sendable {
    package private(set) var signers: [any Signer] = []
    /// To be shown if none of the keys is accepted.
    package private(set) var notices: [any UserFacingError] = []

    /// The order is the inventory's files, then OpenSSH's: configured files whose key an agent holds, what else the
    /// agent holds unless `identitiesOnly`, configured files.
    ///
    /// `agent` is `nil` where there is none to ask. A file whose key the agent holds too is signed for by the agent,
    /// so that an encrypted file is no obstacle.
    package init(
        inventory: [String], configured: [String], identitiesOnly: Bool,
        agent: Result<[AgentIdentity], AgentError>?, files: KeyFiles
    ) {
        var held: [AgentIdentity] = []
        switch agent {
        case .success(let identities): held = identities
        case .failure(let error): notices.append(error)
        case nil: break
        }
        for path in inventory { offer(path, held, files, isExpected: true) }
        let (inAgent, others) = configured.split { path in held.contains { $0.publicKey == files.publicKey(path) } }
        for path in inAgent { offer(path, held, files, isExpected: false) }
        if !identitiesOnly {
            for identity in held { offer(identity) }
        }
        for path in others { offer(path, held, files, isExpected: false) }
    }

    /// OpenSSH's server hangs up after six attempts, and may then refuse the address for a while.
    private static let limit = 5

    private mutating func offer(_ path: String, _ held: [AgentIdentity], _ files: KeyFiles, isExpected: Bool) {
        if let key = files.publicKey(path), let identity = held.first(where: { $0.publicKey == key }) {
            return offer(identity)
        }
        switch files.key(path) {
        case .success(let key): offer(key)
        case .failure(.missing) where !isExpected: break
        case .failure(let error): notices.append(error)
        }
    }

    private mutating func offer(_ signer: any Signer) {
        guard signers.count < Self.limit, !signers.contains(where: { $0.publicKey == signer.publicKey }) else { return }
        signers.append(signer)
    }
}

extension [String] {
    /// Both parts keep their order.
    fileprivate func split(_ belongs: (String) -> Bool) -> (matching: [String], others: [String]) {
        let matching = filter(belongs)
        return (matching, filter { !matching.contains($0) })
    }
}
