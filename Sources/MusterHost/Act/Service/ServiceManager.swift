import MusterIO
import MusterModel

/// Owns the processes of nodes: starts and stops them, and says how they are.
protocol ServiceManager: Sendable {
    /// Makes sure, before anything is touched, that the manager can be asked and outlives this session.
    ///
    /// Answers with what it switched on for that, in words to be shown.
    func prepare(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) -> [String]

    func state(of node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) -> ServiceState

    /// Lays down what the manager needs to know the node; refused where it knows another one by that name.
    func install(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)

    /// Takes that away again, whoever laid it down; nothing there is no error.
    func uninstall(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)

    /// Asks for a start; that it runs afterwards is for the caller to see.
    func start(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)

    func stop(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)

    func restart(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)

    /// From now on neither boot nor anybody's start brings it up.
    func disable(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)

    func enable(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)

    /// From now on a boot does not start it, whereas anybody else may; nothing where none would.
    func leaveBoot(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)

    /// Undoes ``leaveBoot(_:until:)``; nothing where that did nothing.
    func rejoinBoot(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure)
}

/// What a manager says of one node at one moment.
struct ServiceState: Hashable, Sendable {
    enum Life: Hashable, Sendable {
        /// It runs, with a process.
        case up
        /// On its way up, or waiting to be started again by its owner.
        case starting
        case stopping
        /// No process, and nobody who would start one.
        case down
    }

    var life: Life
    var pid: Int32?
    /// Milliseconds after boot.
    var startedAfterBoot: Int64?
    /// How often its owner has started it again; `nil` where nobody does.
    var restarts: Int64?
    /// What systemd said; `nil` for a plain process.
    var unit: UnitEvidence?
    /// For messages, such as `failed (exit-code)`.
    var words: String

    var isKnown: Bool { unit.map { $0.loadState != "not-found" } ?? true }
}
