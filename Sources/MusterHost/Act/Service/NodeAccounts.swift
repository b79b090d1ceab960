import MusterIO
import MusterModel

/// Who runs nodes on this host, and with which rights we may act for them.
struct NodeAccounts: Sendable {
    let root: HostRoot
    let runner: any CommandRunner
    /// The uid that the program runs as.
    let uid: UInt32

    /// Whom the node's process and files belong to.
    func account(of node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) -> UserDatabase.User {
        if let name = node.user, node.manager == .systemd || node.manager == .process {
            return try await named(name, until: deadline)
        }
        switch node.manager {
        case .systemd: return try await numbered(0, until: deadline)
        case .systemdUser(let owner): return try await numbered(owner, until: deadline)
        case .process: return try await numbered(uid, until: deadline)
        }
    }

    func numbered(_ id: UInt32, until deadline: Deadline) async throws(ActionFailure) -> UserDatabase.User {
        let users = await database.resolving([id], by: runner, until: deadline)
        if let user = users.user(id) { return user }
        throw .refused(.noUser, "no user of this host has the uid \(id)", fix: "create the user, or set node_user")
    }

    private func named(_ name: String, until deadline: Deadline) async throws(ActionFailure) -> UserDatabase.User {
        if let user = database.user(named: name) { return user }
        // Of a directory service, perhaps.
        let found = try? await runner.run(
            Command(["getent", "passwd", "--", name], outputLimit: 4096), until: deadline)
        let users = found.map { UserDatabase.User.all(passwd: $0.output.bytes) } ?? []
        if let user = users.first(where: { $0.name == name }) { return user }
        throw .refused(
            .noUser, "there is no user \(PlainText.printable(name)) on this host",
            fix: "create it (`useradd --system --create-home \(PlainText.printable(name))`), or set node_user")
    }

    /// `nil` where a child need not change who it is; others' rights can be taken on by root alone.
    func identity(of user: UserDatabase.User) throws(ActionFailure) -> Command.Identity? {
        if user.uid == uid { return nil }
        guard uid == 0 else {
            throw .refused(
                .denied, "the agent runs as uid \(uid) and cannot act for \(PlainText.printable(user.name))",
                fix: "log in as that user, or set `become: sudo`")
        }
        let groups = database.supplementaryGroups(of: user)
        return Command.Identity(uid: user.uid, gid: user.gid, groups: [user.gid] + groups)
    }

    var database: UserDatabase { (try? UserDatabase.read(root)) ?? UserDatabase(users: [], groups: []) }
}
