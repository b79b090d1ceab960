package import MusterIO
package import MusterModel
package import MusterStore

/// Who acts, in which run, and what that one may do: shared by everything that changes hosts.
package struct Acting: Sendable {
    package let store: Store
    package let runID: String
    /// The controller's own random id, from ``Store/controllerID()``.
    package let controller: String
    /// Who decides, for the ledger: `user@controller`.
    package let by: String
    /// The verb, for whoever meets the lease: `watch`, `node stop`.
    package let verb: String
    package let randomness: Randomness
    package let now: @Sendable () -> Timestamp
    /// How long to wait for a lease that somebody else holds, and for the limits above the hosts; zero skips.
    package var patience: Duration
    /// Go beyond the limits above the hosts; recorded with each action.
    package var overridesLimits: Bool

    package init(
        store: Store, runID: String, controller: String, by: String, verb: String, randomness: Randomness,
        now: @escaping @Sendable () -> Timestamp, patience: Duration = .zero, overridesLimits: Bool = false
    ) {
        self.store = store
        self.runID = runID
        self.controller = controller
        self.by = by
        self.verb = verb
        self.randomness = randomness
        self.now = now
        self.patience = patience
        self.overridesLimits = overridesLimits
    }

    /// Names the holder of a lease for people, and this run among others of the same operator.
    var holder: String { "\(by) \(verb) \(runID.prefix(8))" }
}
