import MusterModel

/// Where nodes of a kind live on a host, and who owns their processes, by its policy.
struct NodePlace: Hashable, Sendable {
    var manager: NodeManager
    /// Who runs the process, where that is not the agent's own user.
    var user: String?
    var storage: String
    var logs: String
    /// What all nodes of the host share, beside the node storage.
    var shared: String

    static let systemStorage = "/var/antctl/services"
    static let systemLogs = "/var/log/antnode"
    static let userStorage = "~/.local/share/autonomi/node"
    static let userLogs = "~/.local/share/autonomi/logs"

    init(kind: String, target: HostTarget, facts: HostFacts) throws(SpecError) {
        let policy = target.policy
        let manager = try Self.manager(kind: kind, policy: policy, facts: facts)
        let isRoot = facts.uid == 0
        self.manager = manager
        user = isRoot ? policy.text(.nodeUser, kind: kind) : nil
        let written = policy.written(.nodeStorage, kind: kind)?.text
        let storage = written ?? (isRoot ? Self.systemStorage : Self.userStorage)
        self.storage = try storage.expanded(home: facts.home)
        logs = try (isRoot ? Self.systemLogs : Self.userLogs).expanded(home: facts.home)
        shared = self.storage.parentPath
    }

    private static func manager(
        kind: String, policy: Policy, facts: HostFacts
    ) throws(SpecError) -> NodeManager {
        let written = policy.written(.processManager, kind: kind)?.text
        let name = written ?? (facts.uid == 0 ? "systemd+sudo" : policy.text(.processManager, kind: kind) ?? "")
        switch name {
        case "systemd+sudo", "setsid+sudo":
            guard facts.uid == 0 else { throw .needsRoot(name) }
            return name == "systemd+sudo" ? .systemd : .process
        case "systemd+user":
            guard facts.uid != 0 else { throw .needsUser(name) }
            return .systemdUser(facts.uid)
        case "setsid+user": return .process
        default: throw .unsupportedManager(name)
        }
    }
}

extension String {
    /// The path with a leading `~/` replaced.
    func expanded(home: String?) throws(SpecError) -> String {
        guard hasPrefix("~/") else { return self }
        guard let home, home.hasPrefix("/") else { throw .noHome }
        return (home == "/" ? "" : home) + dropFirst(1)
    }

    /// The path without its last component; `/` has itself.
    var parentPath: String {
        guard let slash = utf8.lastIndex(of: 0x2F), slash > startIndex else { return "/" }
        return String(self[..<slash])
    }
}
