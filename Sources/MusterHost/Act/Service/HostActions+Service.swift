import MusterIO
import MusterModel

extension HostActions {
    var accounts: NodeAccounts { NodeAccounts(root: root, runner: runner, uid: uid) }

    var processes: ProcessTable { ProcessTable(root: root, uid: uid, pageSize: 4096) }

    var hasSystemd: Bool { (try? FileInfo.of(root.path("/run/systemd/system")))?.kind == .directory }

    /// Whoever owns the node's process on this host.
    func manager(of node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) -> any ServiceManager {
        switch node.manager {
        case .systemd: return try await units(ofManager: nil, until: deadline)
        case .systemdUser(let owner): return try await units(ofManager: owner, until: deadline)
        case .process: return try await plainProcesses(of: node, until: deadline)
        }
    }

    private func units(
        ofManager owner: UInt32?, until deadline: Deadline
    ) async throws(ActionFailure) -> SystemdManager {
        guard owner != nil || uid == 0 else {
            throw .refused(
                .denied, "units of the system are root's, and the agent runs as uid \(uid)",
                fix: "set `become: sudo`, or `process_manager: systemd+user`")
        }
        let user = try await accounts.numbered(owner ?? 0, until: deadline)
        let identity = owner == nil ? nil : try accounts.identity(of: user)
        let directory = owner == nil ? UnitDirectory.system : user.home + UnitDirectory.ofUsers
        return SystemdManager(
            runner: runner, commands: SystemdCommands(managerUID: owner, identity: identity),
            files: UnitDirectory(root: root, directory: directory, owner: user, uid: uid), processes: processes,
            lingering: Lingering(root: root, loop: loop, runner: runner, user: owner == nil ? nil : user))
    }

    private func plainProcesses(
        of node: NodeSpec, until deadline: Deadline
    ) async throws(ActionFailure) -> PlainProcessManager {
        let account = try await accounts.account(of: node, until: deadline)
        let identity = try accounts.identity(of: account)
        let lingers = uid == 0 ? nil : account
        let lingering = Lingering(root: root, loop: loop, runner: runner, user: lingers)
        return PlainProcessManager(
            root: root, loop: loop, processes: processes, account: account, identity: identity,
            lingering: hasSystemd ? lingering : nil, launch: launch)
    }
}
