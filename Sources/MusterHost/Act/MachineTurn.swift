/// The right to change the machine, which an action gives away while it only watches its own node.
package struct MachineTurn: Sendable {
    /// From now on others may act, on other nodes.
    package let letGo: @Sendable () async -> Void
    /// Waits until the machine is this action's again; false where it did not become so.
    package let takeBack: @Sendable () async -> Bool

    package init(letGo: @escaping @Sendable () async -> Void, takeBack: @escaping @Sendable () async -> Bool) {
        self.letGo = letGo
        self.takeBack = takeBack
    }

    /// Of somebody whom nobody waits for.
    package static let alone = MachineTurn(letGo: {}, takeBack: { true })
}
