import MusterModel

/// The policy of one kind of service on one host, read once.
struct KindPolicy {
    enum Relief: String { case never, stop, remove }

    let kind: ServiceKind
    let cap: Int
    /// Somebody wrote the cap: only then is anything removed down to it.
    let capIsWritten: Bool
    let relief: Relief
    /// Whether nodes may be removed to free a disk: `relief: remove`, or a written `hd_remove` and no word on relief.
    let mayRemove: Bool
    /// Kinds with a lower number give way first.
    let priority: Int64
    /// What nodes are brought to; `nil` where nobody wrote a version.
    let version: ReleaseVersion?
    let upgrades: Bool

    var name: String { kind.name }

    init(_ kind: ServiceKind, policy: Policy) {
        self.kind = kind
        let name = kind.name
        cap = Int(policy.whole(.nodeCap, kind: name) ?? 0)
        capIsWritten = policy.written(.nodeCap, kind: name) != nil
        let written = policy.written(.relief, kind: name).flatMap { Relief(rawValue: $0.text) }
        relief = written ?? .stop
        mayRemove = written.map { $0 == .remove } ?? (policy.written(.hdRemove) != nil)
        priority = policy.whole(.reliefPriority, kind: name) ?? 100
        version = policy.written(.targetVersion, kind: name).flatMap { ReleaseVersion($0.text) }
        upgrades = policy.flag(.enableUpgrade, kind: name)
    }
}
